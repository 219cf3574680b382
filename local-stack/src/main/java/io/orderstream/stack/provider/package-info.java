/**
 * A stand-in for Stripe, as a process of its own, so that its ledger outlives whatever else is
 * killed.
 *
 * <p>It speaks the part of Stripe's API that payment-service uses (payment intents, refunds,
 * idempotency keys, error shapes; see https://docs.stripe.com/api) and tells what it charged at
 * {@code GET /ledger}.
 */
@NullMarked
package io.orderstream.stack.provider;

import org.jspecify.annotations.NullMarked;
