/** Settles an order by what becomes of its payment, or by none coming in time. */
@NullMarked
package io.orderstream.order.settle;

import org.jspecify.annotations.NullMarked;
