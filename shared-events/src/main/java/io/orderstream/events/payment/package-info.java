/** The events of the {@code payment} stream. */
@NullMarked
package io.orderstream.events.payment;

import org.jspecify.annotations.NullMarked;
