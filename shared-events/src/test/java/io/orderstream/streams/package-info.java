@NullMarked
package io.orderstream.streams;

import org.jspecify.annotations.NullMarked;
