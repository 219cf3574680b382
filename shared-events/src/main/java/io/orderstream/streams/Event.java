package io.orderstream.streams;

/**
 * A business fact that happened, as it stands in a stream.
 *
 * <p>An event is a record with an {@link EventType}, and belongs to a sealed interface with an
 * {@link EventStream}. Its components are its JSON {@code data}.
 */
public interface Event {

  /**
   * The key of the entity that the event is about; CloudEvents' {@code subject}. It has 1 to 512
   * characters; an event with another is not published.
   *
   * <p>Events of one subject are handled one after another, in the order they were published.
   */
  String subject();
}
