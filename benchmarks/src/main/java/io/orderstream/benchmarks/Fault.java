package io.orderstream.benchmarks;

/** What happens to a running system. */
enum Fault {
  STOP("an instance is stopped (SIGTERM)"),
  KILL("an instance is killed (kill -9)"),
  COME("an instance comes"),
  REDIS("Redis is killed and started again");

  final String title;

  Fault(String title) {
    this.title = title;
  }
}
