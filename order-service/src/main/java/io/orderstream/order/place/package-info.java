/** Takes an order: {@code POST /orders}. */
@NullMarked
package io.orderstream.order.place;

import org.jspecify.annotations.NullMarked;
