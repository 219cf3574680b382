/** The events of the {@code order} stream. */
@NullMarked
package io.orderstream.events.order;

import org.jspecify.annotations.NullMarked;
