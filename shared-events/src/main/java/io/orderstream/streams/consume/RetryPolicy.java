package io.orderstream.streams.consume;

import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.codec.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** What happens after a failed attempt. */
record RetryPolicy(StreamsProperties.Retry settings) {

  /** Whether there is another attempt after this one failed so. */
  boolean tryAgain(int attempt, Throwable failure) {
    return attempt < settings.attempts()
        && !(failure instanceof NonRetryableException)
        && !(failure instanceof UndecodableException);
  }

  /** Whether this attempt may not even begin, since those before it used up all there are. */
  boolean isExhausted(int attempt) {
    return attempt > settings.attempts();
  }

  /** After so many attempts there is one left. */
  int mostButOne() {
    return settings.attempts() - 1;
  }

  /** When it is due, which is never later than the longest pause: Redis's clock may go back. */
  Instant bounded(Instant due, Instant now) {
    var latest = now.plus(settings.max());
    return due.isAfter(latest) ? latest : due;
  }

  /** How long to wait after this attempt: doubling, with up to a fifth of jitter. */
  Duration pauseAfter(int attempt) {
    var doubled = (double) settings.initial().toMillis() * Math.pow(2, Math.min(attempt - 1, 40));
    var bounded = Math.min(doubled, (double) settings.max().toMillis());
    return Duration.ofMillis((long) (bounded * ThreadLocalRandom.current().nextDouble(0.8, 1.0)));
  }
}
