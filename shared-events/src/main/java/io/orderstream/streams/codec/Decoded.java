package io.orderstream.streams.codec;

import io.orderstream.streams.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an entry turned out to be. */
public sealed interface Decoded {

  /** An event that the service knows. */
  record Known(Event event, String id, Instant time, @Nullable String traceparent)
      implements Decoded {}

  /** A well-formed event of a type that the service doesn't know. */
  record Unknown(String type) implements Decoded {}

  /** No event at all. */
  record Garbage(UndecodableException reason) implements Decoded {}
}
