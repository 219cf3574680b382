/** Payments of orders: charged when an order is placed, given back when it is cancelled. */
@NullMarked
package io.orderstream.payment;

import org.jspecify.annotations.NullMarked;
