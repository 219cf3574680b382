/** Shows an order: {@code GET /orders/{id}}. */
@NullMarked
package io.orderstream.order.track;

import org.jspecify.annotations.NullMarked;
