package io.orderstream.benchmarks;

import io.lettuce.core.cluster.SlotHash;

/** Who does the work, and how many streams the events wait in for it. */
enum Contender {
  ENGINE("Orderstream's engine", 8),
  CONTAINER("Spring's container, as documented", 1),
  TUNED("Spring's container, tuned", 8),
  REDISSON("Redisson's RStream", 1),
  REDISSON_BATCH("Redisson's RBatch", 8),
  CEILING("The ceiling: bare commands", 8);

  static final String GROUP = "benchmark";

  final String title;
  final int partitions;

  Contender(String title, int partitions) {
    this.title = title;
    this.partitions = partitions;
  }

  /** Starts working on what waits; the rest of the process only looks on. */
  AutoCloseable start(int port) {
    return switch (this) {
      case ENGINE -> OnEngine.start(port);
      case CONTAINER -> OnContainer.start(port);
      case TUNED -> OnTunedContainer.start(port);
      case REDISSON -> OnRedisson.start(port);
      case REDISSON_BATCH -> OnRedissonBatch.start(port);
      case CEILING -> OnSocket.start(port);
    };
  }

  int partition(String subject) {
    return SlotHash.getSlot(subject) % partitions;
  }

  String deposits(int partition) {
    return "events:deposit:{" + partition + "}";
  }

  String balances(int partition) {
    return "events:balance:{" + partition + "}";
  }

  /** The hash that the account stands in. */
  String account(String subject) {
    return "state:" + GROUP + ":{" + partition(subject) + "}:" + subject;
  }
}
