package io.orderstream.streams;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entities of a service, for its commands and queries.
 *
 * <p>Safe for use by many threads. Handlers don't need it: they are given the entity.
 *
 * @param <S> the entity's type
 */
public interface Entities<S> {

  /**
   * The entity as it is now, read from the master.
   *
   * @throws StreamsUnavailableException when Redis can't be reached
   */
  Optional<Versioned<S>> find(String subject);

  /**
   * A page of the entities that an index lists ({@link Indexed}), over all partitions: the highest
   * score first, of equal scores the highest subject.
   *
   * <p>The cursor is a place between two entities and not a number of them, so one that keeps its
   * score is on exactly one page, however many come, go and change place while pages are asked for.
   * An entity that changes its place meanwhile may be on two, or on none.
   *
   * @param limit most entities on it, 1 to 1,000
   * @param after what the page before gave as {@link Page#next}; null for the first page
   * @throws IllegalArgumentException when the limit is out of bounds, or the cursor none of these
   * @throws StreamsUnavailableException when Redis can't be reached
   */
  Page<S> list(String index, int limit, @Nullable String after);

  /**
   * Changes an entity by a command: asks what should change and writes it in one atomic step.
   *
   * <p>Returns once the write is durable as far as the server's settings make it so. When a handler
   * or another command changed the entity meanwhile, {@code decide} is asked again with its new
   * state, so it must have no effects of its own. A lost reply is resolved by sending the same
   * write again; it takes effect once.
   *
   * @param decide given the entity as it is now, or null where there is none, says what changes;
   *     what it throws is passed on and nothing is written
   * @return the entity as it stands after the command
   * @throws StreamsUnavailableException when Redis can't be reached or is full, or a stream that
   *     the command publishes to has {@code streams.max-length} entries, or fewer replicas than
   *     {@code streams.replicas} have it in time. The command then either took effect as a whole or
   *     not at all; which of them, a {@link #find} tells later
   * @throws IllegalStateException when the decision leaves no entity at all, or schedules events in
   *     a service that has no handler, and so owns no partitions to publish them from
   */
  Versioned<S> decide(String subject, Function<@Nullable S, Decision<S>> decide);

  /**
   * As {@link #decide}, for a subject that most likely has no entity yet: {@code decide} is given
   * null first without a look at Redis, which saves a round trip. Where there is an entity
   * nevertheless, the write finds out, and {@code decide} is asked again with that one; so what it
   * throws for null must hold for any.
   */
  default Versioned<S> create(String subject, Function<@Nullable S, Decision<S>> decide) {
    return decide(subject, decide);
  }
}
