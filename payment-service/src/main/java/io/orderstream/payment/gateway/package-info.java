/** The way to the payment provider, by Stripe's API. */
@NullMarked
package io.orderstream.payment.gateway;

import org.jspecify.annotations.NullMarked;
