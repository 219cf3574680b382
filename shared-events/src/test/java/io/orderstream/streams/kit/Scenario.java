package io.orderstream.streams.kit;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.codec.EventTypes;
import io.orderstream.streams.commit.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entity and the handlers of its events, without Redis: given an entity and what happened to
 * it, when an event comes, then look at the decision.
 *
 * <p>Events and entities pass through the same JSON as in Redis, so what can't be written or read
 * fails here too. The clock stands until it is told to move; what is scheduled comes out of {@link
 * #pass}.
 *
 * @param <S> the entity's type
 */
public final class Scenario<S> implements InstantSource {

  private static final int PARTITIONS = 8;

  private final Codec codec = new Codec("scenario", this);
  private final Class<S> type;
  private final List<Event> published = new ArrayList<>();
  private final List<Due> scheduled = new ArrayList<>();
  private @Nullable S entity;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int attempt = 1;
  private int entries;

  private record Due(Instant at, Event event) {}

  private Scenario(Class<S> type) {
    this.type = type;
  }

  /** Without an entity yet. */
  public static <S> Scenario<S> of(Class<S> type) {
    return new Scenario<>(type);
  }

  /** With this entity. */
  public Scenario<S> given(S is) {
    entity = read(is);
    return this;
  }

  /** As after this decision, for example a command's. */
  public Scenario<S> given(Decision<S> decision) {
    apply(decision);
    return this;
  }

  /** The next event is delivered as for this attempt; the first one where nothing is said. */
  public Scenario<S> attempt(int number) {
    attempt = number;
    return this;
  }

  /**
   * Hands an event to a handler, and applies what it decides.
   *
   * @return what it decided
   * @throws IllegalArgumentException when the event can't be written and read again
   * @throws Exception what the handler throws; then nothing changed
   */
  public <E extends Event> Decision<S> when(EventHandler<? super E, S> handler, E event)
      throws Exception {
    var known = delivered(event);
    entries++;
    var delivery =
        new Delivery(
            stream(event),
            Keys.partitionOf(event.subject(), PARTITIONS),
            entries + "-0",
            known.id(),
            known.time(),
            attempt,
            known.traceparent());
    attempt = 1;
    @SuppressWarnings("unchecked") // it was made from one
    var read = (E) known.event();
    var decision = handler.handle(read, entity, delivery);
    apply(decision);
    return decision;
  }

  /** The event as it is read from its stream. */
  private Decoded.Known delivered(Event event) {
    var entry = new Entry(stream(event), "0-0", codec.encode(event));
    if (!(codec.decode(entry, new EventTypes(events(event))) instanceof Decoded.Known known)) {
      throw new IllegalArgumentException(event + " can't be read as it is written");
    }
    return known;
  }

  private void apply(Decision<S> decision) {
    var becomes = decision.entity();
    if (becomes != null) {
      entity = read(becomes);
    }
    decision.events().forEach(event -> published.add(delivered(event).event()));
    decision.cancelled().forEach(each -> scheduled.removeIf(due -> due.event().getClass() == each));
    for (var later : decision.later()) {
      scheduled.removeIf(due -> due.event().getClass() == later.event().getClass());
      scheduled.add(new Due(now.plus(later.delay()), delivered(later.event()).event()));
    }
  }

  private S read(S is) {
    var read = codec.decodeEntity(codec.encodeEntity(is), type);
    if (read == null) {
      throw new IllegalArgumentException(is + " can't be read as it is written");
    }
    return read;
  }

  /** The entity as it stands. */
  public @Nullable S entity() {
    return entity;
  }

  /** All that was published so far, in order. */
  public List<Event> published() {
    return List.copyOf(published);
  }

  /**
   * Moves the clock on.
   *
   * @return what was scheduled and is due now, in the order in which it was due; handing it to a
   *     handler is up to the test
   */
  public List<Event> pass(Duration time) {
    now = now.plus(time);
    var due =
        scheduled.stream()
            .filter(each -> !each.at().isAfter(now))
            .sorted(Comparator.comparing(Due::at))
            .toList();
    scheduled.removeAll(due);
    return due.stream().map(Due::event).toList();
  }

  /** The scenario's time; give the scenario itself to what asks for a clock. */
  @Override
  public Instant instant() {
    return now;
  }

  private static String stream(Event event) {
    return EventTypes.streamOf(event.getClass());
  }

  private static Class<? extends Event> events(Event event) {
    return Arrays.stream(event.getClass().getInterfaces())
        .filter(each -> each.isAnnotationPresent(EventStream.class))
        .findFirst()
        .orElseThrow()
        .asSubclass(Event.class);
  }
}
