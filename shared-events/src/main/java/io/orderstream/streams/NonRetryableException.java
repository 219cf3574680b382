package io.orderstream.streams;

/**
 * Thrown by a handler when trying again can't help: the event goes straight to the dead letters,
 * with this exception as its reason.
 */
public class NonRetryableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NonRetryableException(String message) {
    super(message);
  }

  public NonRetryableException(String message, Throwable cause) {
    super(message, cause);
  }
}
