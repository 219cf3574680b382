package io.orderstream.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The instances of a service, which begin together: they start while the partitions are held from
 * them, so that none is warm before the others are there.
 */
final class Instances implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 20;
  private static final long LONGEST_NANOS = 600_000_000_000L;

  /** Two heartbeats and a bit: each has seen all others, and knows what falls to it. */
  private static final long ALL_KNOW_MILLIS = 2_500;

  private final List<Instance> all = new ArrayList<>();
  private final Reservoir deposits;
  private final Server server;

  private Instances(Reservoir deposits, Server server) {
    this.deposits = deposits;
    this.server = server;
  }

  static Instances start(Deed deed, int number, Reservoir deposits, Server server)
      throws IOException {
    var instances = new Instances(deposits, server);
    try {
      deposits.hold();
      for (int n = 0; n < number; n++) {
        instances.all.add(Instance.start(deed, server.port(), deposits.settings()));
      }
      var until = System.nanoTime() + LONGEST_NANOS;
      while (deposits.members() < number) {
        instances.look(until);
      }
      Pause.millis(ALL_KNOW_MILLIS);
      deposits.release();
      return instances;
    } catch (IOException | RuntimeException e) {
      instances.close();
      throw e;
    }
  }

  /**
   * Where things stand.
   *
   * @param jvm CPU time of the instances, in seconds
   * @param server that of Redis
   */
  record Moment(long events, long nanos, double jvm, double server) {

    Pace since(Moment start) {
      double count = events - start.events;
      return new Pace(
          count / (nanos - start.nanos) * 1e9,
          (jvm - start.jvm) / count * 1e6,
          (server - start.server) / count * 1e6);
    }
  }

  /** Waits until a kind of stream has so many entries. */
  Moment await(String kind, long entries) {
    var until = System.nanoTime() + LONGEST_NANOS;
    var are = deposits.sum(kind);
    while (are < entries) {
      look(until);
      are = deposits.sum(kind);
    }
    var jvm = all.stream().mapToDouble(Instance::cpuSeconds).sum();
    return new Moment(are, System.nanoTime(), jvm, server.cpuSeconds());
  }

  private void look(long untilNanos) {
    if (!all.stream().allMatch(Instance::isAlive)) {
      throw new IllegalStateException("an instance ended, see above");
    }
    if (System.nanoTime() > untilNanos) {
      throw new IllegalStateException("not done within ten minutes");
    }
    Pause.millis(LOOK_EVERY_MILLIS);
  }

  /** Bytes in use after a full collection, of all instances. */
  long heap() throws IOException {
    var sum = 0L;
    for (var instance : all) {
      sum += instance.heap();
    }
    return sum;
  }

  @Override
  public void close() {
    all.forEach(Instance::stop);
    for (var instance : all) {
      instance.close();
    }
  }
}
