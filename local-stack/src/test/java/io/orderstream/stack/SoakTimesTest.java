package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who felt a fault, and for how long. */
class SoakTimesTest {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private long second;
  private final SoakTimes times = new SoakTimes(() -> nanos(second));

  @Test
  void anOrderUnderWayFeelsAFaultFromThenOn() {
    times.sent("before", nanos(1));
    at(5, Fault.KILL_REDIS);
    done(8, "before");

    assertThat(lines()).contains("kill-redis            1          3.0 s    3.0 s");
  }

  @Test
  void anOrderThatIsSentAfterAFaultFeelsItFromWhenItIsSent() {
    at(5, Fault.KILL_REDIS);
    times.sent("after", nanos(6));
    done(8, "after");

    assertThat(lines()).contains("kill-redis            1          2.0 s    2.0 s");
  }

  @Test
  void whatWasDoneBeforeOrSentAfterTheNextFaultFeelsNothing() {
    times.sent("early", nanos(1));
    done(4, "early");
    at(5, Fault.KILL_REDIS);
    times.sent("late", nanos(15));
    done(20, "late");

    assertThat(lines()).contains("kill-redis            1          0.0 s    0.0 s");
  }

  @Test
  void ofSeveralTheWorstAndTheMedianAreSaid() {
    for (var felt : List.of(1, 4, 2)) {
      var order = "order-" + felt;
      times.sent(order, nanos(second));
      at(second, Fault.GARBAGE);
      done(second + felt, order);
      second += PAUSE.toSeconds();
    }

    assertThat(lines())
        .contains(
            "garbage               3          2.0 s    4.0 s",
            "all orders, from POST to told: median 2.00 s, 99th percentile 4.0 s, worst 4.0 s")
        .noneMatch(line -> line.startsWith("kill-redis"));
  }

  @Test
  void anOrderIsDoneWhenThatIsFirstSeen() {
    times.sent("one", nanos(0));
    done(2, "one");
    done(9, "one");

    assertThat(times.done()).isEqualTo(1);
    assertThat(times.orders()).isEqualTo(Set.of("one"));
    assertThat(lines())
        .contains(
            "all orders, from POST to told: median 2.00 s, 99th percentile 2.0 s, worst 2.0 s");
  }

  private void at(long then, Fault fault) {
    second = then;
    times.broke(fault);
  }

  private void done(long then, String order) {
    second = then;
    times.look(order::equals);
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    times.table(PAUSE, lines::add);
    return lines;
  }

  private static long nanos(long second) {
    return TimeUnit.SECONDS.toNanos(second);
  }
}
