package io.orderstream.streams.kit;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A Redis that can be killed and started again on the same data and the same port. */
interface RedisServer extends AutoCloseable {

  /** On localhost. */
  int port();

  /** Where another server of the same kind finds this one, which runs. */
  default RedisURI seenByOthers() {
    return RedisURI.create("127.0.0.1", port());
  }

  void start();

  /** As {@code kill -9}; returns when it is gone. */
  void kill();

  /** Kills it and removes what it leaves behind. */
  @Override
  void close();

  /**
   * The server that the tests run on, said by {@code -Dredis=…}:
   *
   * <ul>
   *   <li>{@code embedded}, also where nothing is said: Redis 7.0 from a jar
   *   <li>{@code path:BINARY}: this binary of Redis or Valkey
   *   <li>{@code docker:IMAGE}: this image, by Testcontainers (Maven profile {@code containers})
   *   <li>{@code url:redis://localhost:PORT}: a server that runs already and is empty; it can't be
   *       killed, so tests that do so are skipped
   * </ul>
   */
  static RedisServer chosen() {
    var said = System.getProperty("redis", "embedded");
    var colon = said.indexOf(':');
    var kind = colon < 0 ? said : said.substring(0, colon);
    var what = said.substring(colon + 1);
    return switch (kind) {
      case "embedded" -> new RedisProcess(RedisProcess.embedded());
      case "path" -> new RedisProcess(what);
      case "docker" -> new RedisContainer(what);
      case "url" -> new RunningRedis(what);
      default ->
          throw new IllegalArgumentException(
              "-Dredis=" + said + " is none of embedded, path:…, docker:…, url:…");
    };
  }

  /**
   * Below those that the system gives to connections: else one of them may have it when the server
   * is started again.
   */
  static int freePort() {
    while (true) {
      var port = 20_000 + ThreadLocalRandom.current().nextInt(12_000);
      try (var free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
  }
}
