package io.orderstream.benchmarks;

import java.util.List;

/** When a server says that a write is done: at once, or when it is on disk. */
enum Durability {
  NONE("AOF off", List.of("--appendonly", "no"), ""),
  ALWAYS(
      "AOF, fsync always",
      List.of("--appendonly", "yes", "--appendfsync", "always"),
      "log.flush.interval.messages=1");

  final String title;

  /** Options of a Redis server. */
  final List<String> redis;

  /** A broker's properties. */
  final String kafka;

  Durability(String title, List<String> redis, String kafka) {
    this.title = title;
    this.redis = redis;
    this.kafka = kafka;
  }
}
