package io.orderstream.streams.codec;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The event types of one stream, read off a sealed interface, and which of them are wanted. */
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
  private final Map<String, Class<? extends Event>> wanted = new HashMap<>();
  private final Set<String> ignored = new HashSet<>();

  /**
   * @param events all of a stream, or one record of them
   * @throws IllegalStateException when their interface is not sealed, or an annotation is missing
   */
  public EventTypes(Class<? extends Event> events) {
    var all = ofStream(events);
    var at = all.getAnnotation(EventStream.class);
    if (at == null || !all.isSealed()) {
      throw new IllegalStateException(
          events.getName()
              + " is no sealed interface with @EventStream, nor a record of one; handlers need one");
    }
    stream = stream(all, at.value());
    for (var permitted : all.getPermittedSubclasses()) {
      if (events.isAssignableFrom(permitted)) {
        wanted.put(typeOf(permitted), permitted.asSubclass(Event.class));
      } else {
        ignored.add(typeOf(permitted));
      }
    }
  }

  private static Class<?> ofStream(Class<?> events) {
    return events.isInterface()
        ? events
        : Stream.of(events.getInterfaces())
            .filter(parent -> parent.isAnnotationPresent(EventStream.class))
            .findFirst()
            .orElse(events);
  }

  public String stream() {
    return stream;
  }

  /** Whether it is a type of the stream, be it that nobody wants it here. */
  public boolean knows(String type) {
    return wanted.containsKey(type) || ignored.contains(type);
  }

  /** The types of the stream that nobody wants here. */
  public Set<String> ignored() {
    return Collections.unmodifiableSet(ignored);
  }

  @Nullable Class<? extends Event> record(String type) {
    return wanted.get(type);
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
