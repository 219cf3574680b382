/** Settles an order by what becomes of its payment. */
@NullMarked
package io.orderstream.order.settle;

import org.jspecify.annotations.NullMarked;
