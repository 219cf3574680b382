/** Watching streams without taking part in a group. */
@NullMarked
package io.orderstream.streams.tail;

import org.jspecify.annotations.NullMarked;
