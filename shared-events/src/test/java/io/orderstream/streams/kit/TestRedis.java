package io.orderstream.streams.kit;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;

/** A Redis for tests, of whatever kind. */
public interface TestRedis extends AutoCloseable {

  /** Spring's settings by which services reach it, as arguments. */
  List<String> settings();

  /** For looking at what stands there, or putting something there. */
  RedisClusterCommands<String, String> commands();

  @Override
  void close();
}
