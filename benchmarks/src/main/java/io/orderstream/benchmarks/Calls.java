package io.orderstream.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are made at once, in the order in which they wait.
 *
 * @param wanted each caller has as many as every other, or one more
 */
record Calls(List<CallEvent.Wanted> wanted) {

  /** The same calls in every run. */
  private static final long SEED = 4;

  /**
   * Makes them.
   *
   * @param name of the callers, who take part in no other calls
   * @param first the number of the first one
   * @param callers how many callers there are
   * @param mostMicros each takes from 0 up to this
   */
  static Calls of(String name, int first, int events, int callers, int mostMicros) {
    var random = new Random(SEED);
    var order = new ArrayList<Integer>();
    for (int n = 0; n < events; n++) {
      order.add(n % callers);
    }
    Collections.shuffle(order, random);
    var turns = new HashMap<Integer, Integer>();
    var wanted = new ArrayList<CallEvent.Wanted>();
    for (var caller : order) {
      wanted.add(
          new CallEvent.Wanted(
              "%s-%05d".formatted(name, caller),
              first + wanted.size(),
              turns.merge(caller, 1, Integer::sum),
              random.nextInt(mostMicros + 1)));
    }
    return new Calls(wanted);
  }

  int size() {
    return wanted.size();
  }

  /** What all take one after another, in seconds. */
  double total() {
    return wanted.stream().mapToLong(CallEvent.Wanted::micros).sum() / 1e6;
  }

  /** Nobody who keeps each caller's order can be faster, in seconds. */
  double bound(int inFlight) {
    return Math.max(total() / inFlight, longest() / 1e6);
  }

  /** How many each caller makes. */
  Map<String, Integer> perCaller() {
    var counts = new HashMap<String, Integer>();
    wanted.forEach(call -> counts.merge(call.caller(), 1, Integer::sum));
    return counts;
  }

  private long longest() {
    var sums = new HashMap<String, Long>();
    wanted.forEach(call -> sums.merge(call.caller(), (long) call.micros(), Long::sum));
    return Collections.max(sums.values());
  }

  /** Blocks as long as the answer takes. */
  static AnswerEvent.Came answer(CallEvent.Wanted call) throws InterruptedException {
    var started = System.nanoTime();
    Thread.sleep(Duration.ofNanos(call.micros() * 1_000L));
    var micros = (int) ((System.nanoTime() - started) / 1_000);
    return new AnswerEvent.Came(call.caller(), call.number(), call.turn(), micros);
  }

  /** What the contenders other than the engine share: the same rules as its handler. */
  static Deposits.Taken take(Map<String, String> entry, @Nullable Object state) {
    var data = Objects.requireNonNull(entry.get("data"));
    var call = Json.MAPPER.readValue(data, CallEvent.Wanted.class);
    var before = state == null ? null : Json.MAPPER.readValue((String) state, Caller.class);
    try {
      return new Deposits.Taken(
          call.caller(),
          Json.MAPPER.writeValueAsString(Caller.after(before, call)),
          Envelope.of("answer.came.v1", call.caller(), answer(call)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("told to stop", e);
    }
  }
}
