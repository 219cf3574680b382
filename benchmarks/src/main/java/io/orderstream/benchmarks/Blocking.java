package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Seconds for many calls that block, by how many keys there are. */
final class Blocking {

  private final BlockingPlan plan;
  private final Path folder;

  Blocking(BlockingPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  void run() throws IOException, InterruptedException {
    var result = new BlockingResult(plan, Machine.describe(folder));
    for (int round = 1; round <= plan.rounds(); round++) {
      for (var keys : plan.keys()) {
        for (var taker : plan.contenders()) {
          var turn = BlockingTurn.take(taker, plan, keys, folder);
          result.add(keys, taker, turn);
          System.err.printf(
              "round %d of %d, %s, %s: %.2f s, %.2f of the bound%n",
              round,
              plan.rounds(),
              BlockingResult.title(keys),
              taker.title,
              turn.seconds(),
              turn.timesTheBound());
        }
      }
    }
    System.out.print(result.markdown());
    if (plan.out() != null) {
      result.report().write(plan.out());
    }
  }
}
