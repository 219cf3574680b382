/** Shows a payment: {@code GET /payments/{orderId}}. */
@NullMarked
package io.orderstream.payment.track;

import org.jspecify.annotations.NullMarked;
