/** The payment provider: what this service asks of it, and how Stripe is asked. */
@NullMarked
package io.orderstream.payment.gateway;

import org.jspecify.annotations.NullMarked;
