package io.orderstream.benchmarks;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.IntStream;

/** Who handles calls, and how many streams they wait in for it. */
enum CallTaker {
  ENGINE("Orderstream's engine", 8),
  CONTAINER("Spring's container, as documented", 1),
  TUNED("Spring's container, tuned", 8),
  CHAINED("Spring's container, tuned, a chain per key", 8);

  /** At most so many calls are in flight, of those who can have several. */
  static final int IN_FLIGHT = 100;

  final String title;
  final int partitions;

  CallTaker(String title, int partitions) {
    this.title = title;
    this.partitions = partitions;
  }

  /** Starts working on what waits, or will wait. */
  AutoCloseable start(int port) {
    return switch (this) {
      case ENGINE -> CallsOnEngine.start(port);
      case CONTAINER -> CallsOnContainer.start(port);
      case TUNED -> CallsOnTunedContainer.start(port);
      case CHAINED -> CallsInChains.start(port);
    };
  }

  int partition(String caller) {
    return SlotHash.getSlot(caller) % partitions;
  }

  String calls(int partition) {
    return "events:call:{" + partition + "}";
  }

  String answers(int partition) {
    return "events:answer:{" + partition + "}";
  }

  List<String> answers() {
    return IntStream.range(0, partitions).mapToObj(this::answers).toList();
  }

  /** The hash that the caller stands in. */
  String caller(String caller) {
    return "state:" + Contender.GROUP + ":{" + partition(caller) + "}:" + caller;
  }
}
