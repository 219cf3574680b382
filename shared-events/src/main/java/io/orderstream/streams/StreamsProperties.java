package io.orderstream.streams;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The engine's settings, {@code streams.*}.
 *
 * @param partitions how many partitions each stream has, 1 to 1024; fixed for the life of a
 *     deployment, since it says where an order's events stand
 * @param lease how long an owner may go unheard before another takes its partition over, 1 s to 5
 *     min; shorter finds a crash sooner, longer rides out longer pauses
 * @param batch most entries read and committed at once, 1 to 1,000; bounds how long one script
 *     keeps Redis busy
 * @param inFlight most handlers at work at once in one instance, 1 to 100,000. It bounds the
 *     instance's memory: 8 times as many entries wait to be handled, and about 64 MiB of them,
 *     divided among its partitions, in each at least a quarter of this (but 32 to 256) and 1 MiB.
 *     What waits behind slow and failing entries of its order takes about 1 KiB each and 64 MiB at
 *     most, divided likewise, at least 4 MiB in each; and at most 64 MiB for those whose turn it is
 * @param retry when a failed attempt is repeated, and how often
 * @param retention how long entries stay in a stream, 1 min to 3,650 days; cut are only those that
 *     all groups are done with. A week leaves time to look into what went wrong
 * @param maxLength most entries in a partition of a stream, 1 to 1,000,000,000; at it commands that
 *     publish there are refused, while events under way still find room. From three quarters of it
 *     on, entries that all groups are done with are cut before their retention is over
 * @param due when what is scheduled is published
 * @param replicas how many of Redis's replicas must have a command's write before it is answered, 0
 *     to 5 (WAIT); where they don't within two seconds, it is answered with an error and may be
 *     there or not. 0 leaves it to Redis what a failover takes back
 * @param shutdownGrace how long handlers at work may finish when the service stops, 0 to 10 min
 */
@ConfigurationProperties("streams")
public record StreamsProperties(
    @DefaultValue("8") int partitions,
    @DefaultValue("10s") Duration lease,
    @DefaultValue("256") int batch,
    @DefaultValue("1024") int inFlight,
    @DefaultValue Retry retry,
    @DefaultValue("7d") Duration retention,
    @DefaultValue("1000000") long maxLength,
    @DefaultValue Due due,
    @DefaultValue("0") int replicas,
    @DefaultValue("20s") Duration shutdownGrace) {

  /** What {@code lease} may be at most. */
  public static final Duration LONGEST_LEASE = Duration.ofMinutes(5);

  public StreamsProperties {
    check("partitions", partitions, 1, 1024);
    check("lease", lease, Duration.ofSeconds(1), LONGEST_LEASE);
    check("batch", batch, 1, 1000);
    check("in-flight", inFlight, 1, 100_000);
    check("retention", retention, Duration.ofMinutes(1), Duration.ofDays(3650));
    check("max-length", maxLength, 1L, 1_000_000_000L);
    check("replicas", replicas, 0, 5);
    check("shutdown-grace", shutdownGrace, Duration.ZERO, Duration.ofMinutes(10));
  }

  /**
   * Exponential backoff with jitter.
   *
   * @param initial the pause after the first failure, 1 ms to 1 h; doubles with each
   * @param max the longest pause, 1 ms to 1 day
   * @param attempts how many there are before the entry is set aside as a dead letter, 2 to 1,000;
   *     one may go by without a call, where a service is lost between reading and handling
   */
  public record Retry(
      @DefaultValue("200ms") Duration initial,
      @DefaultValue("30s") Duration max,
      @DefaultValue("10") int attempts) {

    public Retry {
      check("retry.initial", initial, Duration.ofMillis(1), Duration.ofHours(1));
      check("retry.max", max, Duration.ofMillis(1), Duration.ofDays(1));
      check("retry.attempts", attempts, 2, 1000);
    }
  }

  /**
   * Scheduled events.
   *
   * @param poll how often an owner that is busy looks whether something is due, 10 ms to 5 s; one
   *     that is idle is woken in time
   */
  public record Due(@DefaultValue("200ms") Duration poll) {

    public Due {
      check("due.poll", poll, Duration.ofMillis(10), Duration.ofSeconds(5));
    }
  }

  private static <T extends Comparable<T>> void check(String name, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "streams.%s is %s, allowed is %s to %s".formatted(name, value, least, most));
    }
  }
}
