package io.orderstream.streams.retention;

import io.orderstream.streams.StreamsProperties;
import java.time.Duration;

/**
 * How much of a stream is kept once all its groups are done with it.
 *
 * @param partitions how many partitions the stream has
 * @param age how long entries stay, by Redis's clock
 * @param length the length of a partition above which they don't stay so long
 */
public record Retention(int partitions, Duration age, long length) {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Entries that are done with make room long before commands would be refused. */
  public static Retention of(StreamsProperties settings) {
    var most = settings.maxLength();
    return new Retention(settings.partitions(), settings.retention(), most - most / 4);
  }

  /** How often to look: an entry stays at most a tenth longer than it must. */
  Duration interval() {
    var tenth = age.dividedBy(10);
    return tenth.compareTo(LONGEST) < 0 ? tenth : LONGEST;
  }
}
