package io.orderstream.benchmarks;

import io.orderstream.benchmarks.Growing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of the engine's throughput, and of its memory, with more events waiting, more
 * partitions, and more instances.
 */
final class Growth {

  private final GrowthOptions options;
  private final Path folder;

  Growth(GrowthOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  void run() throws IOException {
    var steps = new EnumMap<Growing, Map<Integer, List<Came>>>(Growing.class);
    for (var growing : options.only()) {
      if (growing != Growing.BYTES) {
        steps.put(growing, rounds(growing));
      }
    }
    var bytes = new LinkedHashMap<String, Double>();
    if (options.only().contains(Growing.BYTES)) {
      bytes.putAll(new Footprint(folder, options.events()).measure());
    }
    var result = new GrowthResult(options, Machine.describe(folder), steps, bytes);
    System.out.print(result.markdown());
    if (options.out() != null) {
      result.write(options.out());
    }
  }

  private Map<Integer, List<Came>> rounds(Growing growing) throws IOException {
    var came = new LinkedHashMap<Integer, List<Came>>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (var step : growing.steps(options.most())) {
        var turn = turn(step);
        came.computeIfAbsent(step.value(), value -> new ArrayList<>()).add(turn);
        System.err.printf(
            "round %d of %d, %,d %s: %,.0f events/s%n",
            round, options.rounds(), step.value(), growing.title, turn.pace().eventsPerSecond());
      }
    }
    return came;
  }

  /**
   * What a turn came to.
   *
   * @param heap bytes in use after a full collection, of all instances, just after the measured
   *     events
   */
  record Came(Pace pace, long heap) {}

  /** One turn, on a Redis of its own. */
  Came turn(Step step) throws IOException {
    try (var server = Redis.start(folder, Durability.NONE);
        var deposits = new Reservoir(step.partitions(), server.port())) {
      deposits.open(options.handled());
      deposits.fill(options.handled() + step.waiting());
      var came = turn(step, deposits, server);
      deposits.check(options.handled());
      return came;
    }
  }

  private Came turn(Step step, Reservoir deposits, Server server) throws IOException {
    try (var instances = Instances.start(Deed.TAKES, step.instances(), deposits, server)) {
      var before = instances.await(Reservoir.BALANCES, options.warmUp());
      var after = instances.await(Reservoir.BALANCES, before.events() + options.events());
      return new Came(after.since(before), instances.heap());
    }
  }
}
