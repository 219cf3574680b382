package io.orderstream.streams.consume;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.codec.EventTypes;

/** A handler and the stream that it is for. */
public record Subscription(
    EventTypes types, EventHandler<Event, Object> handler, Class<Object> entity) {

  @SuppressWarnings("unchecked")
  public static Subscription of(
      Class<? extends Event> events, EventHandler<?, ?> handler, Class<?> entity) {
    return new Subscription(
        new EventTypes(events), (EventHandler<Event, Object>) handler, (Class<Object>) entity);
  }

  public String stream() {
    return types.stream();
  }
}
