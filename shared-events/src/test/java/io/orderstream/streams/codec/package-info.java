@NullMarked
package io.orderstream.streams.codec;

import org.jspecify.annotations.NullMarked;
