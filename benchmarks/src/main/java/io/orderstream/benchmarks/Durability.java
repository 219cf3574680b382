package io.orderstream.benchmarks;

import java.util.List;

/**
 * When a server says that a write is done: at once, or when it is on disk.
 *
 * <p>A Kafka broker's default is neither of Redis's: it writes to its log at once, and leaves it to
 * the operating system when that comes to the disk. It is compared with a Redis that does the same
 * with its AOF, and with one that has none; where Redis waits for the disk, the broker does too.
 */
enum Durability {
  NONE("AOF off", List.of("--appendonly", "no"), "default flush", ""),
  SYSTEM(
      "AOF, fsync left to the system",
      List.of("--appendonly", "yes", "--appendfsync", "no"),
      "default flush",
      ""),
  ALWAYS(
      "AOF, fsync always",
      List.of("--appendonly", "yes", "--appendfsync", "always"),
      "log.flush.interval.messages=1",
      "log.flush.interval.messages=1");

  static final List<Durability> USUAL = List.of(NONE, ALWAYS);

  final String title;

  /** What a broker does, as the result says it. */
  final String flush;

  /** Options of a Redis server. */
  final List<String> redis;

  /** A broker's properties. */
  final String kafka;

  Durability(String title, List<String> redis, String flush, String kafka) {
    this.title = title;
    this.redis = redis;
    this.flush = flush;
    this.kafka = kafka;
  }
}
