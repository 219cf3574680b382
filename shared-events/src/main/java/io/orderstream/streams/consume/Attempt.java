package io.orderstream.streams.consume;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.Event;
import io.orderstream.streams.NonRetryableException;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.commit.Stored;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.consume.GroupListener.Outcome;
import io.orderstream.streams.consume.Lanes.Lane;
import io.orderstream.streams.consume.Lanes.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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

  /**
   * What a handler is called with.
   *
   * @param letter which dead letter it is, or null where the entry is the one in hand
   */
  private record Job(Entry entry, @Nullable String letter) {}

  private final Tools tools;
  private final Lease lease;
  private final Committer committer;
  private final Counting counting;
  private final Settling settling;

  Attempt(Tools tools, Lease lease, Committer committer) {
    this.tools = tools;
    this.lease = lease;
    this.committer = committer;
    this.counting = new Counting(tools);
    this.settling = new Settling(tools, lease, committer);
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

  /**
   * One that the handler of its stream is not for: it changes nothing, whatever comes before it.
   */
  @Override
  public @Nullable CompletableFuture<Unit.Result> pass(InHand entry) {
    return tools.isIgnored(entry.entry())
        ? settling.acking(entry, Outcome.DONE, tools.type(entry.entry()))
        : null;
  }

  private Step until(Lane lane, InHand head) throws InterruptedException {
    while (lease.token() != null) {
      try {
        var step = whole(lane, head);
        if (step != null) {
          return step;
        }
      } catch (RedisLoadingException starting) {
        lane.stored = null;
        Thread.sleep(AWAY);
      } catch (RedisCommandExecutionException refused) {
        lane.stored = null;
        tools.listener().refused(head.entry().stream(), head.entry().id(), refused);
        Thread.sleep(REFUSED);
      } catch (RedisException away) {
        lane.stored = null;
        Thread.sleep(AWAY);
      }
    }
    return LOST;
  }

  /** Once the entry is there with its fields; null to look at the entity again. */
  private @Nullable Step whole(Lane lane, InHand head) throws InterruptedException {
    if (head.isWithoutFields() && !head.isGone() && !tools.held().read(lane.ahead)) {
      return new Step.PutOff(AWAY);
    }
    if (head.isGone()) {
      return done(settling.gone(head));
    }
    if (head.isWithoutFields()) {
      return LOST; // it was let go of meanwhile
    }
    var type = tools.type(head.entry());
    return tools.firstCalls().<@Nullable Step>run(type, () -> guarded(lane, head));
  }

  private @Nullable Step guarded(Lane lane, InHand head) throws InterruptedException {
    try {
      return once(lane, head);
    } catch (RedisException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      counting.begin(head); // where it did not come so far: it must not be tried without end
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
    if (tools.isIgnored(head.entry())) {
      return done(settling.ack(head, Outcome.DONE, tools.type(head.entry())));
    }
    var subscription = tools.subscription(head.entry());
    var decoded = tools.codec().decode(head.entry(), subscription.types());
    if (head.subject == null) {
      var reason =
          decoded instanceof Decoded.Garbage garbage
              ? garbage.reason()
              : new NonRetryableException(
                  "its subject does not belong in partition " + tools.partition().partition());
      return setAside(lane, head, reason);
    }
    var stored = stored(lane, head.subject);
    if (stored.isPast(head.entry().stream(), head.id)) {
      return done(settling.ack(head, Outcome.ALREADY, tools.type(head.entry())));
    }
    if (stored.setAside()) {
      return setAside(
          lane,
          head,
          new NonRetryableException("an earlier entry of " + head.subject + " was set aside"));
    }
    return switch (decoded) {
      case Decoded.Garbage garbage -> setAside(lane, head, garbage.reason());
      case Decoded.Unknown unknown -> done(settling.ack(head, Outcome.UNKNOWN, Tools.UNKNOWN));
      case Decoded.Known known -> handle(lane, head, new Job(head.entry(), null), known, stored);
    };
  }

  /** The first dead letter of an order; then null, to look for the next one. */
  private @Nullable Step replay(Lane lane, InHand head) throws InterruptedException {
    var letter = tools.letters().next(head);
    if (letter == null) {
      return done(settling.endReplay(head));
    }
    lane.stored = null;
    var stored = stored(lane, String.valueOf(head.subject));
    var job = new Job(letter.entry(), letter.id());
    return switch (decode(letter.entry())) {
      case Decoded.Garbage garbage -> done(settling.failedAgain(head, garbage.reason()));
      case Decoded.Unknown unknown ->
          commit(lane, head, job, stored, unit(head, job, stored, Decision.nothing()), null);
      case Decoded.Known known -> handle(lane, head, job, known, stored);
    };
  }

  private Decoded decode(Entry letter) {
    return tools.isIgnored(letter)
        ? new Decoded.Unknown(tools.type(letter))
        : tools.codec().decode(letter, tools.subscription(letter).types());
  }

  private @Nullable Step handle(Lane lane, InHand head, Job job, Decoded.Known known, Stored stored)
      throws InterruptedException {
    if (head.uncounted && tools.retries().isExhausted(head.deliveries + 1)) {
      return giveUp(
          lane,
          head,
          new IllegalStateException("the last attempt did not end: the process was lost"));
    }
    counting.begin(head);
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
    var subscription = tools.subscription(entry);
    var started = System.nanoTime();
    try {
      var entity = tools.codec().decodeEntity(stored.state(), subscription.entity());
      return subscription.handler().handle(event, entity, delivery);
    } finally {
      var ignored = Thread.interrupted(); // what a handler leaves behind must not stop its order
      var took = Duration.ofNanos(System.nanoTime() - started);
      tools.listener().handling(entry.stream(), tools.type(entry), took);
    }
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
    var type = tools.type(job.entry());
    lane.stored = null;
    switch (result) {
      case DONE -> {
        if (job.letter() == null) {
          lane.stored = stored.after(stream, head.id, unit);
        }
        var outcome = type.equals(Tools.UNKNOWN) ? Outcome.UNKNOWN : Outcome.DONE;
        tools.listener().handled(stream, type, outcome);
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

  private Step failed(Lane lane, InHand head, Throwable failure) throws InterruptedException {
    if (!tools.retries().tryAgain(head.deliveries, failure)) {
      return giveUp(lane, head, failure);
    }
    var pause = tools.retries().pauseAfter(head.deliveries);
    var stream = head.entry().stream();
    lane.stored = null;
    counting.pause(head, pause);
    tools.listener().handled(stream, tools.type(head.entry()), Outcome.RETRIED);
    tools.listener().retrying(stream, head.entry().id(), head.deliveries, pause, failure);
    return new Step.Again(pause);
  }

  private Step giveUp(Lane lane, InHand head, Throwable reason) throws InterruptedException {
    return head.isReplay()
        ? done(settling.failedAgain(head, reason))
        : setAside(lane, head, reason);
  }

  private Step setAside(Lane lane, InHand head, Throwable reason) throws InterruptedException {
    lane.stored = null;
    return done(settling.setAside(head, reason));
  }

  private static Step done(boolean done) {
    return done ? DONE : LOST;
  }

  private Step stopped(InHand head) throws InterruptedException {
    if (lease.token() != null) {
      counting.forgive(head);
    }
    return LOST;
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
}
