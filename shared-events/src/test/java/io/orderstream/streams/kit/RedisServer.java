package io.orderstream.streams.kit;

/** A Redis that can be killed and started again on the same data and the same port. */
interface RedisServer extends AutoCloseable {

  void start();

  /** As {@code kill -9}; returns when it is gone. */
  void kill();

  /** Kills it and removes what it leaves behind. */
  @Override
  void close();

  /**
   * The one that runs everywhere, or, with {@code -Dtests.redis=testcontainers}, a Redis 8 in
   * Docker.
   */
  static RedisServer on(int port) {
    return "testcontainers".equals(System.getProperty("tests.redis"))
        ? new RedisContainer(port)
        : new EmbeddedRedis(port);
  }
}
