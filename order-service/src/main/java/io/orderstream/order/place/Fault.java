package io.orderstream.order.place;

/**
 * One thing that is wrong with a body.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901); empty for the whole body
 * @param detail what, in words for people
 */
record Fault(String pointer, String detail) {}
