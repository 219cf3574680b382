package io.orderstream.streams.consume;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.XClaimArgs;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.Event;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.consume.GroupListener.Outcome;
import io.orderstream.streams.consume.Lanes.Lane;
import io.orderstream.streams.consume.Lanes.Step;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.Instant;
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
      int partitions,
      String consumer,
      Map<String, Subscription> subscriptions,
      Connection connection,
      Loader loader,
      Letters letters,
      Codec codec,
      RetryPolicy retries,
      FirstCalls firstCalls,
      java.time.InstantSource clock,
      GroupListener listener) {}

  /**
   * What a handler is called with.
   *
   * @param letter which dead letter it is, or null where the entry is the one in hand
   */
  private record Job(Entry entry, @Nullable String letter) {}

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
    try {
      return until(lane, head);
    } catch (InterruptedException e) {
      if (!lane.isToldToStop()) {
        throw e;
      }
      return stopped(head);
    }
  }

  private Step until(Lane lane, InHand head) throws InterruptedException {
    while (lease.token() != null) {
      try {
        var step =
            tools.firstCalls().<@Nullable Step>run(type(head.entry), () -> guarded(lane, head));
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
    var refused = lane.refused;
    if (refused != null) {
      lane.refused = null;
      return failed(lane, head, refused);
    }
    if (head.isReplay()) {
      return replay(lane, head);
    }
    var subscription = subscription(head.entry);
    var decoded = tools.codec().decode(head.entry, subscription.types());
    if (head.subject == null) {
      var reason =
          decoded instanceof Decoded.Garbage garbage
              ? garbage.reason()
              : new NonRetryableException(
                  "its subject does not belong in partition " + tools.partition().partition());
      return setAside(lane, head, reason);
    }
    var stored = stored(lane, head.subject);
    if (stored.isPast(head.entry.stream(), head.id)) {
      return ack(head, Outcome.ALREADY, type(head.entry));
    }
    if (stored.setAside()) {
      return setAside(
          lane,
          head,
          new NonRetryableException("an earlier entry of " + head.subject + " was set aside"));
    }
    return switch (decoded) {
      case Decoded.Garbage garbage -> setAside(lane, head, garbage.reason());
      case Decoded.Unknown unknown -> ack(head, Outcome.UNKNOWN, "unknown");
      case Decoded.Known known -> handle(lane, head, new Job(head.entry, null), known, stored);
    };
  }

  /** The first dead letter of an order; then null, to look for the next one. */
  private @Nullable Step replay(Lane lane, InHand head) throws InterruptedException {
    var letter = tools.letters().next(head);
    if (letter == null) {
      return settle(head, Unit.Kind.Q, null, null) == Unit.Result.FENCED ? LOST : DONE;
    }
    lane.stored = null;
    var stored = stored(lane, String.valueOf(head.subject));
    var job = new Job(letter.entry(), letter.id());
    return switch (tools.codec().decode(letter.entry(), subscription(letter.entry()).types())) {
      case Decoded.Garbage garbage -> failedAgain(head, garbage.reason());
      case Decoded.Unknown unknown ->
          commit(lane, head, job, stored, unit(head, job, stored, Decision.nothing()), null);
      case Decoded.Known known -> handle(lane, head, job, known, stored);
    };
  }

  private Subscription subscription(Entry entry) {
    var subscription = tools.subscriptions().get(entry.stream());
    if (subscription == null) {
      throw new NonRetryableException("there is no handler for the stream " + entry.stream());
    }
    return subscription;
  }

  private @Nullable Step handle(Lane lane, InHand head, Job job, Decoded.Known known, Stored stored)
      throws InterruptedException {
    if (head.uncounted && tools.retries().isExhausted(head.deliveries + 1)) {
      return giveUp(
          lane,
          head,
          new IllegalStateException("the last attempt did not end: the process was lost"));
    }
    count(head);
    var delivery =
        new Delivery(
            job.entry().stream(),
            tools.partition().partition(),
            job.entry().id(),
            known.id(),
            known.time(),
            head.deliveries,
            known.traceparent());
    Unit unit;
    try {
      unit = unit(head, job, stored, call(job.entry(), known.event(), stored, delivery));
    } catch (Throwable failure) {
      return lane.isToldToStop() ? stopped(head) : failed(lane, head, failure);
    }
    return commit(lane, head, job, stored, unit, known.time());
  }

  private Decision<Object> call(Entry entry, Event event, Stored stored, Delivery delivery)
      throws Exception {
    var subscription = subscription(entry);
    var started = System.nanoTime();
    try {
      var entity = tools.codec().decodeEntity(stored.state(), subscription.entity());
      return subscription.handler().handle(event, entity, delivery);
    } finally {
      var ignored = Thread.interrupted(); // what a handler leaves behind must not stop its order
      var took = Duration.ofNanos(System.nanoTime() - started);
      tools.listener().handling(entry.stream(), type(entry), took);
    }
  }

  /** It was told to stop, which is no failure of its own: were it the last attempt, one is left. */
  private Step stopped(InHand head) throws InterruptedException {
    if (lease.token() != null) {
      try {
        count(head, Math.min(head.deliveries, tools.retries().mostButOne()));
      } catch (RedisException away) {
        tools.listener().refused(head.entry.stream(), head.entry.id(), away);
      }
    }
    return LOST;
  }

  private Step commit(
      Lane lane, InHand head, Job job, Stored stored, Unit unit, @Nullable Instant time) {
    return new Step.Committing(
        committer.submit(unit), result -> committed(lane, head, job, stored, unit, time, result));
  }

  /** Null to look at the entry again. */
  private @Nullable Step committed(
      Lane lane,
      InHand head,
      Job job,
      Stored stored,
      Unit unit,
      @Nullable Instant time,
      Unit.Result result) {
    var stream = job.entry().stream();
    var type = type(job.entry());
    lane.stored = null;
    switch (result) {
      case DONE -> {
        if (job.letter() == null) {
          lane.stored = stored.after(stream, head.id, unit);
        }
        tools.listener().handled(stream, type, time == null ? Outcome.UNKNOWN : Outcome.DONE);
        if (time != null) {
          tools.listener().effective(stream, type, Duration.between(time, tools.clock().instant()));
        }
      }
      case ALREADY -> tools.listener().handled(stream, type, Outcome.ALREADY);
      case CONFLICT -> {
        return null;
      }
      default -> {
        lease.lose();
        return LOST;
      }
    }
    if (job.letter() == null) {
      return DONE;
    }
    head.startAnew();
    return null;
  }

  /** Counts the attempt that is about to begin, in Redis, so that it counts even if it kills us. */
  private void count(InHand head) throws InterruptedException {
    if (head.uncounted) {
      count(head, head.deliveries + 1);
      head.uncounted = false;
    }
  }

  private void count(InHand head, int deliveries) throws InterruptedException {
    var reply =
        tools
            .connection()
            .commands()
            .xclaim(
                tools.partition().events(head.entry.stream()),
                Consumer.from(
                    Script.bytes(tools.partition().group()), Script.bytes(tools.consumer())),
                XClaimArgs.Builder.justid().minIdleTime(0).retryCount(deliveries),
                head.entry.id());
    Connection.await(reply, REPLY);
    head.deliveries = deliveries;
  }

  private Step failed(Lane lane, InHand head, Throwable failure) throws InterruptedException {
    var now = tools.clock().instant();
    if (!tools.retries().tryAgain(head.deliveries, failure)) {
      return giveUp(lane, head, failure);
    }
    if (head.firstFailure == null) {
      head.firstFailure = now;
    }
    var pause = tools.retries().pauseAfter(head.deliveries);
    head.uncounted = true;
    head.due = now.plus(pause);
    lane.stored = null;
    tools.listener().handled(head.entry.stream(), type(head.entry), Outcome.RETRIED);
    tools
        .listener()
        .retrying(head.entry.stream(), head.entry.id(), head.deliveries, pause, failure);
    remember(head, head.firstFailure);
    return new Step.Again(pause);
  }

  /** The pause survives a restart; where Redis is away just now, it is the shorter for it. */
  private void remember(InHand head, Instant first) {
    var times = head.due.toEpochMilli() + " " + first.toEpochMilli();
    try {
      var unused =
          tools
              .connection()
              .commands()
              .hset(tools.partition().retry(), Script.bytes(head.key()), Script.bytes(times));
    } catch (RedisException away) {
      tools.listener().refused(head.entry.stream(), head.entry.id(), away);
    }
  }

  private Unit unit(InHand head, Job job, Stored stored, Decision<Object> decision) {
    var ofLetter = job.letter() != null;
    var codec = tools.codec().within(job.entry().field("traceparent"));
    var effects = Effects.of(decision, stored, tools.partition(), tools.partitions(), codec);
    return new Unit(
        ofLetter ? Unit.Kind.R : Unit.Kind.E,
        head.subject,
        stored.version(),
        decision.entity() == null ? null : tools.codec().encodeEntity(decision.entity()),
        job.entry().stream(),
        job.entry().id(),
        !ofLetter && head.firstFailure != null,
        job.letter(),
        effects);
  }

  private Step ack(InHand head, Outcome outcome, String type) throws InterruptedException {
    if (settle(head, Unit.Kind.A, null, null) == Unit.Result.FENCED) {
      return LOST;
    }
    tools.listener().handled(head.entry.stream(), type, outcome);
    return DONE;
  }

  private Step giveUp(Lane lane, InHand head, Throwable reason) throws InterruptedException {
    return head.isReplay() ? failedAgain(head, reason) : setAside(lane, head, reason);
  }

  private Step setAside(Lane lane, InHand head, Throwable reason) throws InterruptedException {
    var now = tools.clock().instant();
    var first = head.firstFailure == null ? now : head.firstFailure;
    lane.stored = null;
    return keep(head, Unit.Kind.D, "", head.entry, head.deliveries, first, now, reason);
  }

  /** The letter stays the first of its order, with its new failure. */
  private Step failedAgain(InHand head, Throwable reason) throws InterruptedException {
    var letter = tools.letters().next(head);
    if (letter == null) {
      return settle(head, Unit.Kind.Q, null, null) == Unit.Result.FENCED ? LOST : DONE;
    }
    return keep(
        head,
        Unit.Kind.F,
        letter.id(),
        letter.entry(),
        letter.attempts() + head.deliveries,
        letter.firstFailure(),
        tools.clock().instant(),
        reason);
  }

  private Step keep(
      InHand head,
      Unit.Kind kind,
      String letter,
      Entry entry,
      int attempts,
      Instant first,
      Instant last,
      Throwable reason)
      throws InterruptedException {
    var fields = DeadLetter.fields(entry, tools.partition().group(), attempts, first, last, reason);
    var append = new Unit.Append(tools.partition().dead(), fields);
    if (settle(head, kind, head.subject, letter, append) == Unit.Result.FENCED) {
      return LOST;
    }
    tools.listener().handled(entry.stream(), type(entry), Outcome.DEAD);
    tools.listener().setAside(entry.stream(), entry.id(), attempts, reason);
    return DONE;
  }

  private Unit.Result settle(
      InHand head,
      Unit.Kind kind,
      @Nullable String subject,
      @Nullable String letter,
      Unit.Append... appends)
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
            letter,
            Effects.appending(appends));
    var result = committer.commit(unit);
    while (result == Unit.Result.CONFLICT) {
      result = committer.commit(unit);
    }
    if (result == Unit.Result.FENCED) {
      lease.lose();
    }
    return result;
  }

  private Stored stored(Lane lane, String subject) throws InterruptedException {
    var is = lane.stored;
    if (is == null) {
      var loading = lane.loading;
      lane.loading = null;
      is = (loading != null ? loading : load(subject)).await(REPLY);
      lane.stored = is;
    }
    return is;
  }

  private Loader.Loading load(String subject) {
    return tools.loader().load(tools.connection(), tools.partition(), subject);
  }

  /** The type for metrics; what isn't a type of ours must not make new ones. */
  private String type(Entry entry) {
    var subscription = tools.subscriptions().get(entry.stream());
    var type = entry.field("type");
    return subscription != null && type != null && subscription.types().knows(type)
        ? type
        : "unknown";
  }
}
