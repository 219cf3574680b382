package io.orderstream.streams;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler or a command wants changed. All of it takes effect at once, together with the ack
 * of the entry that caused it, or none of it does.
 *
 * @param entity the entity's new state, or null to leave it as it is
 * @param events what is published, in this order
 * @param <S> the entity's type
 */
public record Decision<S>(@Nullable S entity, List<Event> events) {

  public Decision {
    events = List.copyOf(events);
  }

  /** Nothing changes; the event that was handled counts as done. */
  public static <S> Decision<S> nothing() {
    return new Decision<>(null, List.of());
  }

  /** The entity becomes this. */
  public static <S> Decision<S> become(S entity) {
    return new Decision<>(entity, List.of());
  }

  /** The same decision, and this event published after those it has already. */
  public Decision<S> publish(Event event) {
    var all = new ArrayList<>(events);
    all.add(event);
    return new Decision<>(entity, all);
  }
}
