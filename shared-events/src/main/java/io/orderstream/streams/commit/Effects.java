package io.orderstream.streams.commit;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Event;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.EventTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a unit does beside changing its entity.
 *
 * @param appends entries to append
 * @param scheduled events to schedule, or to cancel
 * @param listing in which indexes the entity is
 */
public record Effects(List<Unit.Append> appends, List<Unit.Scheduled> scheduled, Listing listing) {

  /** None but these entries. */
  public static Effects appending(Unit.Append... appends) {
    return new Effects(List.of(appends), List.of(), Listing.unchanged(Map.of()));
  }

  /** Longer than an owner ever waits without looking at what is scheduled. */
  private static final Duration SOON = Duration.ofSeconds(15);

  /**
   * What a decision asks for.
   *
   * @param stored the entity that it was made on
   * @throws IllegalArgumentException when an event's subject can't be one or is of another
   *     partition, or the entity's indexes are out of bounds
   */
  public static Effects of(
      Decision<?> decision, Stored stored, Keys partition, int partitions, Codec codec) {
    var appends = new ArrayList<Unit.Append>();
    for (var event : decision.events()) {
      check(event, partition, partitions);
      appends.add(new Unit.Append(partition.events(streamOf(event)), codec.encode(event)));
    }
    var now = codec.now();
    var scheduled = new ArrayList<Unit.Scheduled>();
    for (var later : decision.later()) {
      check(later.event(), partition, partitions);
      var due = now.plus(later.delay());
      scheduled.add(
          new Unit.Scheduled(
              name(later.event().getClass()),
              due.toEpochMilli(),
              later.delay().compareTo(SOON) <= 0,
              codec.encode(later.event(), due)));
    }
    for (var type : decision.cancelled()) {
      scheduled.add(new Unit.Scheduled(name(type), 0, false, List.of()));
    }
    var entity = decision.entity();
    return new Effects(
        appends,
        scheduled,
        entity == null ? Listing.unchanged(stored.listed()) : Listing.of(stored.listed(), entity));
  }

  private static String name(Class<? extends Event> type) {
    return EventTypes.streamOf(type) + " " + EventTypes.typeOf(type);
  }

  private static String streamOf(Event event) {
    return EventTypes.streamOf(event.getClass());
  }

  private static void check(Event event, Keys partition, int partitions) {
    if (!Keys.isSubject(event.subject())) {
      throw new IllegalArgumentException(
          "the subject of %s must have 1 to %d characters"
              .formatted(event.getClass().getSimpleName(), Keys.LONGEST_SUBJECT));
    }
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
