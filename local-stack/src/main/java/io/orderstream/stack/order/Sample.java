package io.orderstream.stack.order;

/**
 * An order as a customer wants it.
 *
 * @param key the Idempotency-Key that it is placed with
 * @param body the request's JSON
 * @param cancelled whether the customer cancels it once it is placed
 */
public record Sample(String key, String body, boolean cancelled) {}
