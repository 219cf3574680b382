/** Consumer groups: who owns a partition, and how its entries are handled. */
@NullMarked
package io.orderstream.streams.consume;

import org.jspecify.annotations.NullMarked;
