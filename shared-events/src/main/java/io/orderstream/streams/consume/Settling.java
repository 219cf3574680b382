package io.orderstream.streams.consume;

import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.consume.GroupListener.Outcome;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends entries that change no entity: acks them, or sets them aside as dead letters. Each says
 * whether that is done; where not, the partition is no longer ours, and nothing was written.
 */
final class Settling {

  private final Tools tools;
  private final Lease lease;
  private final Committer committer;

  Settling(Tools tools, Lease lease, Committer committer) {
    this.tools = tools;
    this.lease = lease;
    this.committer = committer;
  }

  boolean ack(InHand head, Outcome outcome, String type) throws InterruptedException {
    var done = settle(head, Unit.Kind.A, null, null);
    if (done) {
      tools.listener().handled(head.entry().stream(), type, outcome);
    }
    return done;
  }

  /** The same, without waiting for it. */
  CompletableFuture<Unit.Result> acking(InHand head, Outcome outcome, String type) {
    return committer
        .submit(unit(head, Unit.Kind.A, null, null))
        .thenApply(
            result -> {
              if (result == Unit.Result.FENCED) {
                lease.lose();
              } else {
                tools.listener().handled(head.entry().stream(), type, outcome);
              }
              return result;
            });
  }

  /** It was deleted from its stream while it waited. */
  boolean gone(InHand head) throws InterruptedException {
    var done = settle(head, Unit.Kind.A, null, null);
    if (done && head.goneTogether() > 0) {
      var stream = head.entry().stream();
      tools.listener().lost(stream, tools.partition().partition(), head.goneTogether());
    }
    return done;
  }

  /** A request to replay is done with. */
  boolean endReplay(InHand head) throws InterruptedException {
    return settle(head, Unit.Kind.Q, null, null);
  }

  boolean setAside(InHand head, Throwable reason) throws InterruptedException {
    var now = tools.clock().instant();
    var first = head.firstFailure == null ? now : head.firstFailure;
    return keep(head, Unit.Kind.D, "", head.entry(), head.deliveries, first, now, reason);
  }

  /** The letter that is being replayed stays the first of its order, with its new failure. */
  boolean failedAgain(InHand head, Throwable reason) throws InterruptedException {
    var letter = tools.letters().next(head);
    if (letter == null) {
      return endReplay(head);
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

  private boolean keep(
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
    var done = settle(head, kind, head.subject, letter, append);
    if (done) {
      tools.listener().handled(entry.stream(), tools.type(entry), Outcome.DEAD);
      tools.listener().setAside(entry.stream(), entry.id(), attempts, reason);
    }
    return done;
  }

  private boolean settle(
      InHand head,
      Unit.Kind kind,
      @Nullable String subject,
      @Nullable String letter,
      Unit.Append... appends)
      throws InterruptedException {
    var unit = unit(head, kind, subject, letter, appends);
    var result = committer.commit(unit);
    while (result == Unit.Result.CONFLICT) {
      result = committer.commit(unit);
    }
    if (result == Unit.Result.FENCED) {
      lease.lose();
    }
    return result != Unit.Result.FENCED;
  }

  private static Unit unit(
      InHand head,
      Unit.Kind kind,
      @Nullable String subject,
      @Nullable String letter,
      Unit.Append... appends) {
    return new Unit(
        kind,
        subject,
        0,
        null,
        head.entry().stream(),
        head.entry().id(),
        head.firstFailure != null,
        letter,
        Effects.appending(appends));
  }
}
