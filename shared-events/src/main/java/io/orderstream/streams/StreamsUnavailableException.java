package io.orderstream.streams;

import java.time.Duration;

/**
 * A command or query can't be answered now: Redis can't be reached, refuses or is full, a stream is
 * at its {@code streams.max-length}, or fewer replicas than {@code streams.replicas} have the
 * command. It may succeed later; what of it took effect meanwhile, if anything, is its whole.
 */
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
