package io.orderstream.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** When each order of a soak was sent and done, and when what was broken; and who felt it. */
final class SoakTimes {

  private record Broken(Fault fault, long atNanos) {}

  private final LongSupplier nanos;
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Map<String, Long> done = new ConcurrentHashMap<>();
  private final List<Broken> broken = new ArrayList<>();

  /**
   * @param nanos the time now, as {@link System#nanoTime}
   */
  SoakTimes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Safe to call from any thread; all else is for one. */
  void sent(String orderId, long atNanos) {
    sent.put(orderId, atNanos);
  }

  /** Asks of each order that was not done whether it is now. */
  void look(Predicate<String> isDone) {
    var now = nanos.getAsLong();
    for (var order : sent.keySet()) {
      if (!done.containsKey(order) && isDone.test(order)) {
        done.put(order, now);
      }
    }
  }

  void broke(Fault fault) {
    broken.add(new Broken(fault, nanos.getAsLong()));
  }

  Set<String> orders() {
    return sent.keySet();
  }

  int done() {
    return done.size();
  }

  int faults() {
    return broken.size();
  }

  /**
   * By fault, how long orders took that met it, from then or from when they were sent.
   *
   * @param pause from one fault to the next; orders sent later do not count for the first
   */
  void table(Duration pause, Consumer<String> line) {
    line.accept("");
    line.accept("fault             times   felt: median    worst");
    for (var fault : Fault.values()) {
      var felt = new ArrayList<Double>();
      for (var each : broken) {
        if (each.fault() == fault) {
          felt.add(felt(each, pause));
        }
      }
      if (!felt.isEmpty()) {
        Collections.sort(felt);
        line.accept(
            String.format(
                Locale.ROOT,
                "%-17s %5d   %10.1f s %6.1f s",
                fault.title(),
                felt.size(),
                felt.get(felt.size() / 2),
                felt.getLast()));
      }
    }
    var all = new ArrayList<Double>();
    done.forEach((order, at) -> all.add((at - sent.getOrDefault(order, at)) / 1e9));
    Collections.sort(all);
    if (!all.isEmpty()) {
      line.accept(
          String.format(
              Locale.ROOT,
              "all orders, from POST to told: median %.2f s, 99th percentile %.1f s, worst %.1f s",
              all.get(all.size() / 2),
              all.get(all.size() * 99 / 100),
              all.getLast()));
    }
  }

  private double felt(Broken fault, Duration pause) {
    var until = fault.atNanos() + pause.toNanos();
    var worst = 0L;
    for (var order : done.entrySet()) {
      var from = sent.getOrDefault(order.getKey(), order.getValue());
      if (from < until && order.getValue() > fault.atNanos()) {
        worst = Math.max(worst, order.getValue() - Math.max(from, fault.atNanos()));
      }
    }
    return worst / 1e9;
  }
}
