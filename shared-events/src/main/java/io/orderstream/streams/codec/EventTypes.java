package io.orderstream.streams.codec;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event types of one stream, read off a sealed interface. */
public final class EventTypes {

  private static final ClassValue<String> TYPES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> event) {
          var type = event.getAnnotation(EventType.class);
          if (type == null) {
            throw new IllegalStateException(event.getName() + " has no @EventType");
          }
          return word(event, type.value());
        }
      };

  private static final ClassValue<String> STREAMS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> event) {
          for (var parent : event.getInterfaces()) {
            var stream = parent.getAnnotation(EventStream.class);
            if (stream != null) {
              return stream(event, stream.value());
            }
          }
          throw new IllegalStateException(
              event.getName() + " belongs to no sealed interface with @EventStream");
        }
      };

  private final String stream;
  private final Map<String, Class<? extends Event>> records = new HashMap<>();

  /**
   * @throws IllegalStateException when the interface is not sealed, or an annotation is missing
   */
  public EventTypes(Class<? extends Event> events) {
    var at = events.getAnnotation(EventStream.class);
    if (at == null || !events.isSealed()) {
      throw new IllegalStateException(
          events.getName() + " is no sealed interface with @EventStream; handlers need one");
    }
    stream = stream(events, at.value());
    for (var permitted : events.getPermittedSubclasses()) {
      records.put(typeOf(permitted), permitted.asSubclass(Event.class));
    }
  }

  public String stream() {
    return stream;
  }

  public boolean knows(String type) {
    return records.containsKey(type);
  }

  @Nullable Class<? extends Event> record(String type) {
    return records.get(type);
  }

  /** The stream that events of this class are published to. */
  public static String streamOf(Class<?> event) {
    return STREAMS.get(event);
  }

  /** Streams are parts of keys, and their partition is what stands in braces. */
  private static String stream(Class<?> event, String name) {
    if (!word(event, name).matches("[^:{}]+")) {
      throw new IllegalStateException(
          event.getName() + ": a stream has no colon and no brace in its name: '" + name + "'");
    }
    return name;
  }

  private static String word(Class<?> event, String name) {
    if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalStateException(
          event.getName()
              + ": a stream or type has no space in its name, nor is it empty: '"
              + name
              + "'");
    }
    return name;
  }

  public static String typeOf(Class<?> event) {
    return TYPES.get(event);
  }
}
