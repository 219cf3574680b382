package io.orderstream.streams.consume;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.XClaimArgs;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.StoredEntities;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.consume.GroupListener.Outcome;
import io.orderstream.streams.consume.Lanes.Lane;
import io.orderstream.streams.consume.Lanes.Step;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an entry: what is done already, garbage, unknown, handled, tried again, or set
 * aside.
 */
final class Attempt implements Lanes.Work {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final Duration AWAY = Duration.ofMillis(100);
  private static final Duration REFUSED = Duration.ofSeconds(1);
  private static final Step DONE = new Step.Done();
  private static final Step LOST = new Step.Lost();

  /** What an owner works with. */
  record Tools(
      Keys partition,
      String consumer,
      Map<String, Subscription> subscriptions,
      Connection connection,
      Loader loader,
      Codec codec,
      RetryPolicy retries,
      FirstCalls firstCalls,
      java.time.InstantSource clock,
      GroupListener listener) {}

  private final Tools tools;
  private final Lease lease;
  private final Committer committer;

  Attempt(Tools tools, Lease lease, Committer committer) {
    this.tools = tools;
    this.lease = lease;
    this.committer = committer;
  }

  @Override
  public Step on(Lane lane, InHand head) throws InterruptedException {
    while (lease.token() != null) {
      try {
        var step = tools.firstCalls().<@Nullable Step>run(type(head), () -> guarded(lane, head));
        if (step != null) {
          return step;
        }
      } catch (RedisLoadingException starting) {
        lane.stored = null;
        Thread.sleep(AWAY);
      } catch (RedisCommandExecutionException refused) {
        lane.stored = null;
        tools.listener().refused(head.entry.stream(), head.entry.id(), refused);
        Thread.sleep(REFUSED);
      } catch (RedisException away) {
        lane.stored = null;
        Thread.sleep(AWAY);
      }
    }
    return LOST;
  }

  private @Nullable Step guarded(Lane lane, InHand head) throws InterruptedException {
    try {
      return once(lane, head);
    } catch (RedisException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(lane, head, e);
    }
  }

  /** Null to look at the entity again. */
  private @Nullable Step once(Lane lane, InHand head) throws InterruptedException {
    var subscription = tools.subscriptions().get(head.entry.stream());
    if (subscription == null) {
      throw new IllegalStateException("no handler for " + head.entry.stream());
    }
    var decoded = tools.codec().decode(head.entry, subscription.types());
    if (head.subject == null) {
      var reason =
          decoded instanceof Decoded.Garbage garbage
              ? garbage.reason()
              : new NonRetryableException(
                  "its subject does not belong in partition " + tools.partition().partition());
      return setAside(lane, head, reason, head.deliveries);
    }
    var stored = stored(lane, head.subject);
    if (stored.isPast(head.entry.stream(), head.id)) {
      return ack(head, Outcome.ALREADY, type(head));
    }
    if (stored.setAside()) {
      return setAside(
          lane,
          head,
          new NonRetryableException("an earlier entry of " + head.subject + " was set aside"),
          head.deliveries);
    }
    return switch (decoded) {
      case Decoded.Garbage garbage -> setAside(lane, head, garbage.reason(), head.deliveries);
      case Decoded.Unknown unknown -> ack(head, Outcome.UNKNOWN, "unknown");
      case Decoded.Known known -> handle(lane, head, subscription, known, stored);
    };
  }

  private @Nullable Step handle(
      Lane lane, InHand head, Subscription subscription, Decoded.Known known, Stored stored)
      throws InterruptedException {
    if (head.uncounted && tools.retries().isExhausted(head.deliveries + 1)) {
      var reason = new IllegalStateException("the last attempt did not end: the process was lost");
      return setAside(lane, head, reason, head.deliveries);
    }
    count(head);
    var delivery =
        new Delivery(
            head.entry.stream(),
            tools.partition().partition(),
            head.entry.id(),
            known.id(),
            known.time(),
            head.deliveries,
            known.traceparent());
    var started = System.nanoTime();
    Unit unit;
    try {
      var entity = tools.codec().decodeEntity(stored.state(), subscription.entity());
      var decision = subscription.handler().handle(known.event(), entity, delivery);
      unit = unit(head, stored, decision);
    } catch (Throwable failure) {
      return failed(lane, head, failure);
    } finally {
      tools
          .listener()
          .handling(head.entry.stream(), type(head), Duration.ofNanos(System.nanoTime() - started));
    }
    return commit(lane, head, stored, unit, known);
  }

  private @Nullable Step commit(
      Lane lane, InHand head, Stored stored, Unit unit, Decoded.Known known)
      throws InterruptedException {
    Unit.Result result;
    try {
      result = committer.commit(unit);
    } catch (RedisException refused) {
      return failed(lane, head, refused);
    }
    switch (result) {
      case DONE -> {
        lane.stored = stored.after(head.entry.stream(), head.id, unit.state());
        tools.listener().handled(head.entry.stream(), type(head), Outcome.DONE);
        tools
            .listener()
            .effective(
                head.entry.stream(),
                type(head),
                Duration.between(known.time(), tools.clock().instant()));
        return DONE;
      }
      case ALREADY -> {
        lane.stored = null;
        tools.listener().handled(head.entry.stream(), type(head), Outcome.ALREADY);
        return DONE;
      }
      case CONFLICT -> {
        lane.stored = null;
        return null;
      }
      default -> {
        lease.lose();
        return LOST;
      }
    }
  }

  /** Counts the attempt that is about to begin, in Redis, so that it counts even if it kills us. */
  private void count(InHand head) throws InterruptedException {
    if (head.uncounted) {
      var reply =
          tools
              .connection()
              .commands()
              .xclaim(
                  tools.partition().events(head.entry.stream()),
                  Consumer.from(
                      Script.bytes(tools.partition().group()), Script.bytes(tools.consumer())),
                  XClaimArgs.Builder.justid().minIdleTime(0).retryCount(head.deliveries + 1),
                  head.entry.id());
      Connection.await(reply, REPLY);
      head.deliveries++;
      head.uncounted = false;
    }
  }

  private Step failed(Lane lane, InHand head, Throwable failure) throws InterruptedException {
    var now = tools.clock().instant();
    if (!tools.retries().tryAgain(head.deliveries, failure)) {
      return setAside(lane, head, failure, head.deliveries);
    }
    if (head.firstFailure == null) {
      head.firstFailure = now;
    }
    var pause = tools.retries().pauseAfter(head.deliveries);
    head.uncounted = true;
    head.due = now.plus(pause);
    lane.stored = null;
    tools.listener().handled(head.entry.stream(), type(head), Outcome.RETRIED);
    tools
        .listener()
        .retrying(head.entry.stream(), head.entry.id(), head.deliveries, pause, failure);
    remember(head, head.firstFailure);
    return new Step.Again(pause);
  }

  /** The pause survives a restart; where Redis is away just now, it is the shorter for it. */
  private void remember(InHand head, Instant first) {
    var times = head.due.toEpochMilli() + " " + first.toEpochMilli();
    var unused =
        tools
            .connection()
            .commands()
            .hset(tools.partition().retry(), Script.bytes(head.key()), Script.bytes(times));
  }

  private Unit unit(InHand head, Stored stored, Decision<Object> decision) {
    return new Unit(
        Unit.Kind.E,
        head.subject,
        stored.version(),
        decision.entity() == null ? null : tools.codec().encodeEntity(decision.entity()),
        head.entry.stream(),
        head.entry.id(),
        head.firstFailure != null,
        StoredEntities.appends(tools.partition(), decision, tools.codec()));
  }

  private Step ack(InHand head, Outcome outcome, String type) throws InterruptedException {
    return settle(head, Unit.Kind.A, null, List.of(), outcome, type);
  }

  private Step setAside(Lane lane, InHand head, Throwable reason, int attempts)
      throws InterruptedException {
    var fields =
        DeadLetter.fields(
            head, tools.partition().group(), attempts, reason, tools.clock().instant());
    var letter = new Unit.Append(tools.partition().dead(), fields);
    var step = settle(head, Unit.Kind.D, head.subject, List.of(letter), Outcome.DEAD, type(head));
    lane.stored = null;
    if (step instanceof Step.Done) {
      tools.listener().setAside(head.entry.stream(), head.entry.id(), attempts, reason);
    }
    return step;
  }

  private Step settle(
      InHand head,
      Unit.Kind kind,
      @Nullable String subject,
      List<Unit.Append> appends,
      Outcome outcome,
      String type)
      throws InterruptedException {
    var unit =
        new Unit(
            kind,
            subject,
            0,
            null,
            head.entry.stream(),
            head.entry.id(),
            head.firstFailure != null,
            appends);
    var result = committer.commit(unit);
    while (result == Unit.Result.CONFLICT) {
      result = committer.commit(unit);
    }
    if (result == Unit.Result.FENCED) {
      lease.lose();
      return LOST;
    }
    tools.listener().handled(head.entry.stream(), type, outcome);
    return DONE;
  }

  private Stored stored(Lane lane, String subject) throws InterruptedException {
    var is = lane.stored;
    if (is == null) {
      var loading = lane.loading;
      lane.loading = null;
      is = Connection.await(loading != null ? loading : load(subject), REPLY);
      lane.stored = is;
    }
    return is;
  }

  private java.util.concurrent.CompletionStage<Stored> load(String subject) {
    return tools.loader().load(tools.connection(), tools.partition(), subject);
  }

  /** The type for metrics; what isn't a type of ours must not make new ones. */
  private String type(InHand head) {
    var subscription = tools.subscriptions().get(head.entry.stream());
    var type = head.entry.field("type");
    return subscription != null && type != null && subscription.types().knows(type)
        ? type
        : "unknown";
  }
}
