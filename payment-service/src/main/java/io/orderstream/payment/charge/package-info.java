/** Charges placed orders, and refunds those that are given up. */
@NullMarked
package io.orderstream.payment.charge;

import org.jspecify.annotations.NullMarked;
