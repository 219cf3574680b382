package io.orderstream.benchmarks;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Path;

/** Who does the work, and how many streams the events wait in for it. */
enum Contender {
  ENGINE("Orderstream's engine", 8),
  CONTAINER("Spring's container, as documented", 1),
  TUNED("Spring's container, tuned", 8),
  REDISSON("Redisson's RStream", 1),
  REDISSON_BATCH("Redisson's RBatch", 8),
  KAFKA_AT_LEAST_ONCE("Kafka Streams, at_least_once", 8),
  KAFKA_EXACTLY_ONCE("Kafka Streams, exactly_once_v2", 8),
  CEILING("The ceiling: bare commands", 8);

  static final String GROUP = "benchmark";

  final String title;
  final int partitions;

  Contender(String title, int partitions) {
    this.title = title;
    this.partitions = partitions;
  }

  /** Who it is in a table of that durability, which means something of its own to a broker. */
  String title(Durability durability) {
    return isOnKafka() ? title + ", " + durability.flush : title;
  }

  /** Whether it waits for each event's replies before it begins the next. */
  boolean isOneByOne() {
    return this == CONTAINER || this == REDISSON;
  }

  boolean isOnKafka() {
    return this == KAFKA_AT_LEAST_ONCE || this == KAFKA_EXACTLY_ONCE;
  }

  /** A server without anything in it. */
  Server server(Path folder, Durability durability) throws IOException {
    return isOnKafka() ? Kafka.start(folder, durability) : Redis.start(folder, durability);
  }

  /** What waits, or will wait, on a server. */
  Workload workload(Options options, int port) {
    return isOnKafka() ? new InKafka(this, options, port) : new InRedis(this, options, port);
  }

  /** Starts working on what waits; the rest of the process only looks on. */
  AutoCloseable start(int port) {
    return switch (this) {
      case ENGINE -> OnEngine.start(port);
      case CONTAINER -> OnContainer.start(port);
      case TUNED -> OnTunedContainer.start(port);
      case REDISSON -> OnRedisson.start(port);
      case REDISSON_BATCH -> OnRedissonBatch.start(port);
      case KAFKA_AT_LEAST_ONCE, KAFKA_EXACTLY_ONCE -> OnKafkaStreams.start(this, port);
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
