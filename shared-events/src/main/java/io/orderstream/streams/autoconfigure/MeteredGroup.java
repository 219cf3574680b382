package io.orderstream.streams.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.orderstream.streams.consume.Backlog;
import io.orderstream.streams.consume.GroupListener;
import io.orderstream.streams.consume.Trouble;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A consumer group's metrics and log lines. Only a partition's owner reports its gauges. */
final class MeteredGroup implements GroupListener {

  private static final Logger LOG = LoggerFactory.getLogger("io.orderstream.streams");
  private static final Duration LONGEST = Duration.ofDays(365);

  private record Handled(String stream, String type, Outcome outcome) {}

  private record Timed(String name, String stream, String type) {}

  private record Place(String stream, int partition) {}

  private final String group;
  private final MeterRegistry meters;
  private final Troubles troubles;
  private final Timer commits;
  private final DistributionSummary commitUnits;
  private final Map<Handled, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Timed, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Place, Backlog> backlogs = new ConcurrentHashMap<>();
  private final Map<Integer, Set<Meter>> gauges = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<Integer> owned = ConcurrentHashMap.newKeySet();

  MeteredGroup(String group, MeterRegistry meters, Troubles troubles) {
    this.group = group;
    this.troubles = troubles;
    this.meters = meters;
    this.commits =
        Timer.builder("streams.commit")
            .tag("group", group)
            .publishPercentileHistogram()
            .register(meters);
    this.commitUnits =
        DistributionSummary.builder("streams.commit.units").tag("group", group).register(meters);
    Gauge.builder("streams.partitions.owned", owned, Set::size)
        .tag("group", group)
        .register(meters);
  }

  @Override
  public void committed(int units, Duration took) {
    commits.record(took);
    commitUnits.record(units);
  }

  @Override
  public void handled(String stream, String type, Outcome outcome) {
    counters
        .computeIfAbsent(
            new Handled(stream, type, outcome),
            each ->
                Counter.builder("streams.handled")
                    .tags(
                        tags(stream)
                            .and("type", type, "outcome", outcome.name().toLowerCase(Locale.ROOT)))
                    .register(meters))
        .increment();
  }

  @Override
  public void handling(String stream, String type, Duration took) {
    timer("streams.handling", stream, type).record(took);
  }

  @Override
  public void effective(String stream, String type, Duration sinceEvent) {
    timer("streams.latency", stream, type).record(bounded(sinceEvent));
  }

  /** What an event says of its time may be anything; a timer takes some 292 years. */
  private static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private Timer timer(String name, String stream, String type) {
    return timers.computeIfAbsent(
        new Timed(name, stream, type),
        each ->
            Timer.builder(name)
                .tags(tags(stream).and("type", type))
                .publishPercentileHistogram()
                .register(meters));
  }

  @Override
  public void retrying(String stream, String id, int attempt, Duration pause, Throwable failure) {
    LOG.warn(
        "attempt {} at {} of {} failed, again in {} ms: {}",
        attempt,
        id,
        stream,
        pause.toMillis(),
        failure.toString());
  }

  @Override
  public void setAside(String stream, String id, int attempt, Throwable reason) {
    LOG.error(
        "{} of {} is a dead letter after {} attempts: {}", id, stream, attempt, reason.toString());
  }

  @Override
  public synchronized void owned(int partition, boolean now) {
    var changed = now ? owned.add(partition) : owned.remove(partition);
    if (changed) {
      LOG.info("{} partition {} of {}", now ? "took" : "let go", partition, group);
      Counter.builder("streams.ownership.changes").tag("group", group).register(meters).increment();
    }
    if (!now) {
      var gone = gauges.remove(partition);
      if (gone != null) {
        gone.forEach(meters::remove);
      }
      backlogs.keySet().removeIf(place -> place.partition() == partition);
    }
  }

  @Override
  public void lost(String stream, int partition, int entries) {
    LOG.warn("{} pending entries were deleted from partition {} of {}", entries, partition, stream);
    Counter.builder("streams.lost").tags(tags(stream)).register(meters).increment(entries);
  }

  @Override
  public void refused(String stream, String id, RuntimeException reason) {
    if (refused.add(String.valueOf(reason.getMessage()))) {
      LOG.error("Redis refuses what handling {} of {} needs, trying on", id, stream, reason);
    }
  }

  @Override
  public void trouble(int part, Trouble trouble, @Nullable String what) {
    if (troubles.tell(part, trouble, what) && trouble == Trouble.NO_REDIS) {
      refused.clear();
    }
  }

  @Override
  public void full(int partition, boolean isFull) {
    if (isFull) {
      LOG.warn("a stream in partition {} is full: commands of {} are refused", partition, group);
    } else {
      LOG.info("there is room in partition {} again for commands of {}", partition, group);
    }
  }

  @Override
  public void trimmed(String stream, long entries) {
    Counter.builder("streams.trimmed")
        .tags(tags(stream))
        .register(meters)
        .increment((double) entries);
  }

  @Override
  public void held(String stream, Map<String, String> holders) {
    if (holders.isEmpty()) {
      LOG.info("no group keeps entries of {} beyond their retention any more", stream);
    } else {
      LOG.warn("entries of {} are kept beyond their retention by the groups {}", stream, holders);
    }
  }

  @Override
  public void trimming(boolean fails, String reason) {
    if (fails) {
      LOG.warn("{} can't cut old entries from its streams, trying on: {}", group, reason);
    } else {
      LOG.info("{} can cut old entries again", group);
    }
  }

  /** Not while the partition is let go: its gauges would stay. */
  @Override
  public synchronized void gauged(Backlog backlog) {
    var place = new Place(backlog.stream(), backlog.partition());
    if (owned.contains(place.partition()) && backlogs.put(place, backlog) == null) {
      gauge("streams.lag", place, Backlog::lag, null);
      gauge("streams.pending", place, Backlog::pending, null);
      gauge("streams.length", place, Backlog::length, null);
      gauge("streams.oldest.pending", place, Backlog::oldestPendingSeconds, "seconds");
      gauge("streams.oldest.unread", place, Backlog::oldestUnreadSeconds, "seconds");
      gauge("streams.dead.letters", place, Backlog::deadLetters, null);
    }
  }

  private void gauge(
      String name, Place place, ToDoubleFunction<Backlog> value, @Nullable String unit) {
    var gauge =
        Gauge.builder(name, () -> read(place, value))
            .tags(tags(place.stream()).and("partition", Integer.toString(place.partition())))
            .baseUnit(unit)
            .register(meters);
    gauges.computeIfAbsent(place.partition(), n -> ConcurrentHashMap.newKeySet()).add(gauge);
  }

  private double read(Place place, ToDoubleFunction<Backlog> value) {
    var backlog = backlogs.get(place);
    return backlog == null ? Double.NaN : value.applyAsDouble(backlog);
  }

  private Tags tags(String stream) {
    return Tags.of("group", group, "stream", stream);
  }
}
