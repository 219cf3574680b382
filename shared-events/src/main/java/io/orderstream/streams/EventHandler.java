package io.orderstream.streams;

import org.jspecify.annotations.Nullable;

/**
 * A service's reaction to the events of one stream.
 *
 * <p>Declared as a bean; the engine reads the stream through the consumer group named after the
 * service ({@code spring.application.name}) and calls the handler on a virtual thread, so it may
 * block.
 *
 * <ul>
 *   <li><b>Ordering:</b> the events of one subject come one after another, in stream order,
 *       whatever the number of instances. Events of different subjects come in parallel.
 *   <li><b>Redelivery:</b> an event may come again as long as its decision did not take effect (a
 *       crash, an exception, a conflict with a command), and never after it did. What the handler
 *       calls outside Redis must therefore be idempotent by the event or its subject.
 *   <li><b>Errors:</b> whatever is thrown means "again later", with backoff; {@link
 *       NonRetryableException} and the last attempt's error set the event aside as a dead letter.
 * </ul>
 *
 * @param <E> a sealed interface with {@link EventStream} whose permitted records have {@link
 *     EventType}; or one of these records, to be called for such events alone: the others are acked
 *     as they are read, whatever became of those before them, and an event behind them may come up
 *     to 50 ms later for it. A service has one handler for a stream
 * @param <S> the entity that the events change, kept by the engine as JSON under the event's
 *     subject; one type for all handlers of a service
 */
@FunctionalInterface
public interface EventHandler<E extends Event, S> {

  /**
   * Says what changes because of this event; writes nothing itself.
   *
   * @param event never one that took effect before
   * @param entity the subject's entity as it is now, or null where there is none yet
   * @param delivery where it stood, when it happened, and which attempt this is
   * @throws Exception to have the event delivered again
   */
  Decision<S> handle(E event, @Nullable S entity, Delivery delivery) throws Exception;
}
