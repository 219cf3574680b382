package io.orderstream.streams.consume;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScoredValue;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a partition's scheduled events when they are due, for its owner.
 *
 * <p>It knows when the earliest is due, and looks again where an earlier one may have been
 * scheduled since: when it is woken, and every poll while the owner is busy.
 */
final class DueEvents {

  private static final Script DUE = new Script("due");
  private static final Duration REPLY = Duration.ofSeconds(10);

  /** How far this clock may be ahead of Redis's, so that it finds nothing due there yet. */
  private static final Duration AHEAD = Duration.ofMillis(5);

  private static final Duration REFUSED = Duration.ofSeconds(1);

  private final Tools tools;
  private final int batch;
  private final Duration poll;
  private Instant earliest = Instant.MIN;
  private long lookedNanos = System.nanoTime();
  private boolean refused;

  /**
   * @param batch most events published at once
   */
  DueEvents(Tools tools, int batch, Duration poll) {
    this.tools = tools;
    this.batch = batch;
    this.poll = poll;
  }

  /** Begins under a new lease, and knows nothing of what is scheduled. */
  void begin() {
    refused = false;
    look();
  }

  /** Something may be due soon that it doesn't know of. */
  void look() {
    earliest = Instant.MIN;
  }

  /**
   * Publishes what is due, a batch at most.
   *
   * @throws RedisCommandExecutionException when the lease is lost
   */
  void publish(String token) throws InterruptedException {
    var sinceLook = Duration.ofNanos(System.nanoTime() - lookedNanos);
    var again = refused ? REFUSED : poll;
    var isDue = !refused && !tools.clock().instant().isBefore(earliest);
    if (!isDue && sinceLook.compareTo(again) < 0) {
      return;
    }
    lookedNanos = System.nanoTime();
    try {
      var now = tools.clock().instant();
      publish(token, scheduled(now), now);
      refused = false;
    } catch (RedisCommandExecutionException e) {
      var says = String.valueOf(e.getMessage());
      if (says.contains("FENCED")) {
        throw e;
      }
      say("events that are due can't be published: " + says);
      refused = true;
    }
  }

  /** How long there is nothing to do here, as far as it knows. */
  Duration pause() {
    if (refused) {
      return REFUSED;
    }
    var now = tools.clock().instant();
    var left = earliest.isAfter(now) ? Duration.between(now, earliest) : Duration.ZERO;
    return left.plusMillis(1); // a block of 0 would last for ever
  }

  /** The earliest; and those behind it, one more than a batch, where it is due. */
  private List<ScoredValue<byte[]>> scheduled(Instant now) throws InterruptedException {
    var first = scheduled(0);
    return first.isEmpty() || time(first.getFirst()).isAfter(now) ? first : scheduled(batch);
  }

  private List<ScoredValue<byte[]>> scheduled(int last) throws InterruptedException {
    var reply = tools.connection().commands().zrangeWithScores(tools.partition().due(), 0, last);
    tools.connection().flush();
    return Connection.await(reply, REPLY);
  }

  private static Instant time(ScoredValue<byte[]> scheduled) {
    return Instant.ofEpochMilli((long) scheduled.getScore());
  }

  private void publish(String token, List<ScoredValue<byte[]>> first, Instant now)
      throws InterruptedException {
    var keys = new ArrayList<>(List.of(tools.partition().lease(), tools.partition().due()));
    var args = new ArrayList<>(List.of(Script.bytes(token)));
    var streams = new ArrayList<String>();
    earliest = Instant.MAX;
    @Nullable String strange = null;
    for (var each : first) {
      var time = time(each);
      if (time.isAfter(now) || streams.size() == batch) {
        earliest = time;
        break;
      }
      var member = PartitionReader.text(each.getValue());
      var words = member.split(" ", 3); // stream, type, subject
      if (words.length < 3) {
        strange = "'%s' is scheduled, which names no event".formatted(member);
        continue;
      }
      keys.add(tools.partition().state(words[2]));
      keys.add(tools.partition().events(words[0]));
      args.add(each.getValue());
      args.add(Script.bytes(words[0] + " " + words[1]));
      streams.add(words[0]);
    }
    say(strange);
    if (streams.isEmpty()) {
      return;
    }
    var counts = Connection.await(DUE.run(tools.connection(), keys, args), REPLY);
    var gone = ((Long) counts.get(1)).intValue();
    if (gone > 0) {
      tools.listener().lost(streams.getFirst(), tools.partition().partition(), gone);
    }
    var done = (Long) counts.get(0) + gone;
    if (done < streams.size()) {
      earliest = done == 0 ? now.plus(AHEAD) : now;
    }
  }

  private void say(@Nullable String what) {
    tools.listener().trouble(tools.partition().partition(), Trouble.NO_SCHEDULE, what);
  }

  /** The partition is no longer this instance's affair. */
  void end() {
    say(null);
  }
}
