package io.orderstream.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a handler or a command wants changed. All of it takes effect at once, together with the ack
 * of the entry that caused it, or none of it does.
 *
 * @param entity the entity's new state, or null to leave it as it is
 * @param events what is published, in this order
 * @param later what is scheduled, at most one event of each type
 * @param cancelled the types of which nothing is scheduled any more, none of those in {@code later}
 * @param <S> the entity's type
 */
public record Decision<S>(
    @Nullable S entity,
    List<Event> events,
    List<Later> later,
    Set<Class<? extends Event>> cancelled) {

  public Decision {
    events = List.copyOf(events);
    later = List.copyOf(later);
    cancelled = Set.copyOf(cancelled);
    if (!later.isEmpty()) {
      checkOneOfEachType(later, cancelled);
    }
  }

  private static void checkOneOfEachType(List<Later> later, Set<Class<? extends Event>> cancelled) {
    var types = new HashSet<>(cancelled);
    for (var each : later) {
      if (!types.add(each.event().getClass())) {
        throw new IllegalArgumentException(
            "of "
                + each.event().getClass().getSimpleName()
                + " more than one is scheduled, or one is scheduled and cancelled");
      }
    }
  }

  /**
   * An event to publish when a time is over.
   *
   * @param delay from the decision on, by Redis's clock; 0 to 3,650 days, to the millisecond
   */
  public record Later(Duration delay, Event event) {

    private static final Duration MOST = Duration.ofDays(3650);

    public Later {
      if (delay.isNegative() || delay.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "the delay of %s is %s, allowed is %s to %s"
                .formatted(event.getClass().getSimpleName(), delay, Duration.ZERO, MOST));
      }
    }
  }

  /** Nothing changes; the event that was handled counts as done. */
  public static <S> Decision<S> nothing() {
    return new Decision<>(null, List.of(), List.of(), Set.of());
  }

  /** The entity becomes this. */
  public static <S> Decision<S> become(S entity) {
    return new Decision<>(entity, List.of(), List.of(), Set.of());
  }

  /** The same decision, and this event published after those it has already. */
  public Decision<S> publish(Event event) {
    var all = new ArrayList<>(events);
    all.add(event);
    return new Decision<>(entity, all, later, cancelled);
  }

  /**
   * The same decision, and this event published when the delay is over, unless a later decision of
   * this entity cancels or replaces it. An entity has at most one event of each type scheduled:
   * this one takes the place of what was.
   *
   * <p>It is published once, under one id, with the time at which it was due; not before that time,
   * and after it as soon as the partition has an owner that gets to it: normally within {@code
   * streams.due.poll}. What is due at different times is published in that order. A full stream
   * takes it all the same.
   *
   * @param delay by Redis's clock; 0 to 3,650 days, to the millisecond
   * @throws IllegalArgumentException when the delay is out of these bounds
   */
  public Decision<S> later(Duration delay, Event event) {
    var rest = without(event.getClass());
    var all = new ArrayList<>(rest.later);
    all.add(new Later(delay, event));
    return new Decision<>(entity, events, all, rest.cancelled);
  }

  /**
   * The same decision, and whatever event of this type is scheduled for the entity is not
   * published. Nothing happens where none is, or where it was published before.
   */
  public Decision<S> cancel(Class<? extends Event> type) {
    var rest = without(type);
    var all = new LinkedHashSet<>(rest.cancelled);
    all.add(type);
    return new Decision<>(entity, events, rest.later, all);
  }

  private Decision<S> without(Class<? extends Event> type) {
    var others = later.stream().filter(each -> each.event().getClass() != type).toList();
    var kept = new LinkedHashSet<>(cancelled);
    kept.remove(type);
    return new Decision<>(entity, events, others, kept);
  }
}
