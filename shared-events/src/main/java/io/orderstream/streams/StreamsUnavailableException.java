package io.orderstream.streams;

import java.time.Duration;

/** Redis can't be reached, or is full, so a command or query can't be answered now. */
public class StreamsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public StreamsUnavailableException(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** When to ask again; HTTP's {@code Retry-After}. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
