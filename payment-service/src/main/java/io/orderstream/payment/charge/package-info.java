/** Pays for orders by what becomes of them. */
@NullMarked
package io.orderstream.payment.charge;

import org.jspecify.annotations.NullMarked;
