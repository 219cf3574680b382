package io.orderstream.streams.codec;

/** Why an entry is no event. */
public final class UndecodableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
