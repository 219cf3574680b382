/** Shows what became of a payment. */
@NullMarked
package io.orderstream.payment.track;

import org.jspecify.annotations.NullMarked;
