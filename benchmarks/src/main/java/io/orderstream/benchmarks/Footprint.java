package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Redis needs for each event that waits, for each account at rest and for each dead letter:
 * differences of its {@code used_memory}, divided by their number.
 */
final class Footprint {

  private static final int PARTITIONS = 8;
  private static final String LETTERS = "dead:" + Contender.GROUP;

  private final Path folder;
  private final int count;

  Footprint(Path folder, int count) {
    this.folder = folder;
    this.count = count;
  }

  Map<String, Double> measure() throws IOException {
    var bytes = new LinkedHashMap<String, Double>();
    System.err.printf("bytes of %,d events, their accounts, and as many dead letters%n", count);
    taken(bytes);
    refused(bytes);
    return bytes;
  }

  private void taken(Map<String, Double> bytes) throws IOException {
    try (var server = Redis.start(folder, Durability.NONE);
        var deposits = new Reservoir(PARTITIONS, server.port())) {
      var empty = deposits.memory();
      deposits.fill(count);
      bytes.put("waiting event, its fields", deposits.fieldBytes(Reservoir.DEPOSITS));
      bytes.put("waiting event, in Redis", each(deposits.memory() - empty));
      work(Deed.TAKES, deposits, server, Reservoir.BALANCES);
      deposits.check(0);
      bytes.put("account at rest, its JSON", deposits.jsonBytes());
      var all = deposits.memory();
      deposits.delete(count);
      bytes.put("account at rest, in Redis", each(all - deposits.memory()));
    }
  }

  private void refused(Map<String, Double> bytes) throws IOException {
    try (var server = Redis.start(folder, Durability.NONE);
        var deposits = new Reservoir(PARTITIONS, server.port())) {
      deposits.fill(count);
      var before = deposits.memory();
      work(Deed.REFUSES, deposits, server, LETTERS);
      bytes.put("dead letter, its fields", deposits.fieldBytes(LETTERS));
      bytes.put("dead letter, in Redis", each(deposits.memory() - before));
    }
  }

  private void work(Deed deed, Reservoir deposits, Server server, String kind) throws IOException {
    try (var instances = Instances.start(deed, 1, deposits, server)) {
      instances.await(kind, count);
    }
    Workload.expect(kind, count, deposits.sum(kind));
  }

  private double each(long bytes) {
    return (double) bytes / count;
  }
}
