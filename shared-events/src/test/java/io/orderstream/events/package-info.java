@NullMarked
package io.orderstream.events;

import org.jspecify.annotations.NullMarked;
