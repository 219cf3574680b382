package io.orderstream.streams.commit;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Event;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.EventTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision does beside changing its entity, in the form that a unit takes. */
public record Effects(List<Unit.Append> appends, List<Unit.Scheduled> scheduled) {

  /** Longer than an owner ever waits without looking at what is scheduled. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /**
   * @param traceparent the trace that the decision belongs to, or null
   * @throws IllegalArgumentException when an event is about a subject of another partition
   */
  public static Effects of(
      Decision<?> decision,
      Keys partition,
      int partitions,
      Codec codec,
      @Nullable String traceparent) {
    var now = codec.now();
    var appends = new ArrayList<Unit.Append>();
    for (var event : decision.events()) {
      check(event, partition, partitions);
      appends.add(
          new Unit.Append(
              partition.events(streamOf(event)), codec.encode(event, now, traceparent)));
    }
    var scheduled = new ArrayList<Unit.Scheduled>();
    for (var later : decision.later()) {
      check(later.event(), partition, partitions);
      var due = now.plus(later.delay());
      scheduled.add(
          new Unit.Scheduled(
              name(later.event().getClass()),
              due.toEpochMilli(),
              later.delay().compareTo(SOON) <= 0,
              codec.encode(later.event(), due, traceparent)));
    }
    for (var type : decision.cancelled()) {
      scheduled.add(new Unit.Scheduled(name(type), 0, false, List.of()));
    }
    return new Effects(appends, scheduled);
  }

  private static String name(Class<? extends Event> type) {
    return EventTypes.streamOf(type) + " " + EventTypes.typeOf(type);
  }

  private static String streamOf(Event event) {
    return EventTypes.streamOf(event.getClass());
  }

  private static void check(Event event, Keys partition, int partitions) {
    var belongs = Keys.partitionOf(event.subject(), partitions);
    if (belongs != partition.partition()) {
      throw new IllegalArgumentException(
          "%s is about %s, which belongs in partition %d; an entity publishes in its own, here %d"
              .formatted(
                  event.getClass().getSimpleName(),
                  event.subject(),
                  belongs,
                  partition.partition()));
    }
  }
}
