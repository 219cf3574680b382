/** The stand-in for the payment provider: the part of Stripe's API that is used, and a ledger. */
@NullMarked
package io.orderstream.stack.provider;

import org.jspecify.annotations.NullMarked;
