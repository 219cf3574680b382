/** Cancels an order for its customer: {@code POST /orders/{id}/cancellation}. */
@NullMarked
package io.orderstream.order.cancel;

import org.jspecify.annotations.NullMarked;
