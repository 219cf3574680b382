package io.orderstream.benchmarks;

import java.util.List;

/** When Redis says that a write is done. */
enum Durability {
  NONE("AOF off", List.of("--appendonly", "no")),
  ALWAYS("AOF, fsync always", List.of("--appendonly", "yes", "--appendfsync", "always"));

  final String title;
  final List<String> settings;

  Durability(String title, List<String> settings) {
    this.title = title;
    this.settings = settings;
  }
}
