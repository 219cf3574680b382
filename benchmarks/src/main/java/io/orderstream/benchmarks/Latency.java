package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** From an event meant to be sent to its effect seen from outside, at shares of the throughput. */
final class Latency {

  private final LatencyPlan plan;
  private final Path folder;

  Latency(LatencyPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException {
    var result = new LatencyResult(plan, Machine.describe(folder));
    for (var durability : plan.durabilities()) {
      for (int round = 1; round <= plan.rounds(); round++) {
        for (var contender : plan.contenders()) {
          var taken = new LatencyTurn(contender, plan).take(durability, folder);
          result.add(durability, contender, taken);
          System.err.printf(
              "%s, round %d of %d, %s%n", durability.title, round, plan.rounds(), contender.title);
          taken.forEach(Latency::say);
        }
      }
    }
    System.out.print(result.markdown());
    if (plan.out() != null) {
      result.report().write(plan.out());
    }
  }

  private static void say(int load, Latencies taken) {
    System.err.printf(
        "  at %d %%, %,.0f events/s: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms (sent late: p99 %.2f ms)%n",
        load,
        taken.rate(),
        taken.millis(50),
        taken.millis(99),
        taken.millis(99.9),
        taken.late().getValueAtPercentile(99) / 1e3);
  }
}
