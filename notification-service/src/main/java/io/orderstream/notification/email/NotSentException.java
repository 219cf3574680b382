package io.orderstream.notification.email;

/**
 * A mail was not sent, and may be later.
 *
 * <p>It has no cause, since the cause's text may hold the customer's address, and what a handler
 * throws is logged and kept.
 */
final class NotSentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotSentException(String message) {
    super(message);
  }
}
