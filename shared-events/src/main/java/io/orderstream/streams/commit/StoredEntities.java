package io.orderstream.streams.commit;

import io.lettuce.core.RedisException;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Page;
import io.orderstream.streams.StreamsUnavailableException;
import io.orderstream.streams.Versioned;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A service's entities in Redis. */
public final class StoredEntities<S> implements Entities<S> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final int MOST_LISTED = 1000;

  private final Class<S> type;
  private final String group;
  private final int partitions;
  private final Connection connection;
  private final Loader loader = new Loader(List.of());
  private final IntFunction<Committer> committers;
  private final Codec codec;
  private final BooleanSupplier consumes;
  private final boolean replicated;

  /**
   * @param consumes whether the service handles events; only then somebody publishes what it
   *     schedules
   * @param replicated whether a command is answered only when replicas have it; then also one that
   *     changes nothing is written, so that what it rests on is there too
   */
  public StoredEntities(
      Class<S> type,
      String group,
      int partitions,
      Connection connection,
      IntFunction<Committer> committers,
      Codec codec,
      BooleanSupplier consumes,
      boolean replicated) {
    this.type = type;
    this.group = group;
    this.partitions = partitions;
    this.connection = connection;
    this.committers = committers;
    this.codec = codec;
    this.consumes = consumes;
    this.replicated = replicated;
  }

  @Override
  public Optional<Versioned<S>> find(String subject) {
    var stored = load(subject);
    var entity = codec.decodeEntity(stored.state(), type);
    return entity == null
        ? Optional.empty()
        : Optional.of(new Versioned<>(stored.version(), entity));
  }

  @Override
  public Page<S> list(String index, int limit, @Nullable String after) {
    if (limit < 1 || limit > MOST_LISTED) {
      throw new IllegalArgumentException("a page has 1 to 1,000 entities, not " + limit);
    }
    var behind = after == null ? null : Index.Place.at(after);
    var asked = System.nanoTime();
    try {
      var places =
          new Index(connection, group, partitions, index).first(limit + 1, behind, PATIENCE);
      var more = places.size() > limit;
      var page = more ? places.subList(0, limit) : places;
      return new Page<>(entities(index, page), more ? page.getLast().cursor() : null);
    } catch (RedisException e) {
      connection.leave(e, asked);
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  /** Those that are still where the index had them. */
  private List<Versioned<S>> entities(String index, List<Index.Place> places)
      throws InterruptedException {
    var loading =
        places.stream()
            .map(place -> loader.load(connection, keys(place.subject()), place.subject()))
            .toList();
    connection.flush();
    var entities = new ArrayList<Versioned<S>>();
    for (int i = 0; i < places.size(); i++) {
      var stored = loading.get(i).await(PATIENCE);
      var entity = codec.decodeEntity(stored.state(), type);
      if (entity != null && Objects.equals(stored.listed().get(index), places.get(i).score())) {
        entities.add(new Versioned<>(stored.version(), entity));
      }
    }
    return entities;
  }

  @Override
  public Versioned<S> decide(String subject, Function<@Nullable S, Decision<S>> decide) {
    return decide(subject, decide, load(subject));
  }

  @Override
  public Versioned<S> create(String subject, Function<@Nullable S, Decision<S>> decide) {
    return decide(subject, decide, Stored.NOTHING);
  }

  /**
   * @param first what is stored; or {@link Stored#NOTHING} where nobody looked, and the write finds
   *     out, or this does where there is none
   */
  @SuppressWarnings("ReferenceEquality")
  private Versioned<S> decide(
      String subject, Function<@Nullable S, Decision<S>> decide, Stored first) {
    var partition = keys(subject);
    var command = UUID.randomUUID().toString();
    for (var stored = first; ; stored = load(subject)) {
      var is = codec.decodeEntity(stored.state(), type);
      var decision = decide.apply(is);
      var becomes = decision.entity() == null ? is : decision.entity();
      if (becomes == null && stored == Stored.NOTHING) {
        continue;
      }
      if (becomes == null) {
        throw new IllegalStateException("the command on " + subject + " leaves no entity");
      }
      if (decision.equals(Decision.nothing()) && !replicated) {
        return new Versioned<>(stored.version(), becomes);
      }
      if (!consumes.getAsBoolean() && !decision.later().isEmpty()) {
        throw new IllegalStateException(
            "this service has no EventHandler, so nothing would publish what "
                + subject
                + " schedules");
      }
      if (commit(partition, unit(partition, subject, command, stored, decision))) {
        var version = decision.entity() == null ? stored.version() : stored.version() + 1;
        return new Versioned<>(version, becomes);
      }
    }
  }

  private Unit unit(
      Keys partition, String subject, String command, Stored stored, Decision<S> decision) {
    var effects = Effects.of(decision, stored, partition, partitions, codec);
    return new Unit(
        Unit.Kind.C,
        subject,
        stored.version(),
        decision.entity() == null ? null : codec.encodeEntity(decision.entity()),
        null,
        command,
        false,
        null,
        effects);
  }

  private boolean commit(Keys partition, Unit unit) {
    try {
      var result = committers.apply(partition.partition()).commit(unit, PATIENCE);
      if (result == Unit.Result.FENCED) {
        throw new RedisException("the service is stopping");
      }
      if (result == Unit.Result.FULL) {
        throw new RedisException("a stream holds streams.max-length entries");
      }
      return result != Unit.Result.CONFLICT;
    } catch (RedisException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private Stored load(String subject) {
    var asked = System.nanoTime();
    try {
      var stored = loader.load(connection, keys(subject), subject).await(PATIENCE);
      connection.heard();
      return stored;
    } catch (RedisException e) {
      connection.leave(e, asked);
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private Keys keys(String subject) {
    return new Keys(group, Keys.partitionOf(subject, partitions));
  }

  private static StreamsUnavailableException unavailable(Exception cause) {
    return new StreamsUnavailableException(
        "Redis can't be reached or is full: " + cause.getMessage(), RETRY_AFTER, cause);
  }
}
