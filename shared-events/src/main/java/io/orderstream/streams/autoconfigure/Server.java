package io.orderstream.streams.autoconfigure;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.RedisClock;
import io.orderstream.streams.redis.Script;
import io.orderstream.streams.retention.Registrations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure at start that the server and what stands in it fit this engine. */
final class Server {

  private static final Duration REPLY = Duration.ofSeconds(10);
  private static final byte[] CONFIG = Script.bytes("streams:config");
  private static final byte[] PARTITIONS = Script.bytes("partitions");
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)\\.(\\S+)");
  private static final Pattern POLICY = Pattern.compile("maxmemory_policy:(\\S+)");
  private static final int OLDEST = 7;

  private static final Logger LOG = LoggerFactory.getLogger("io.orderstream.streams");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Server() {}

  /**
   * Looks at the server, and registers the service there. One that is just starting, or failing
   * over, is waited for.
   *
   * @throws IllegalStateException when it does not fit, or can't be reached; says what to do
   */
  static void check(
      Connection connection, int partitions, RedisClock clock, Registrations registrations) {
    var began = System.nanoTime();
    var waits = false;
    try {
      while (true) {
        try {
          look(connection, partitions, clock, registrations);
          return;
        } catch (RedisException e) {
          if (!passes(e) || System.nanoTime() - began > PATIENCE.toNanos()) {
            throw new IllegalStateException(
                "Redis can't be used as spring.data.redis.* says: " + e.getMessage(), e);
          }
          if (!waits) {
            waits = true;
            LOG.warn("can't start yet, waiting for Redis {} at most: {}", PATIENCE, e.toString());
          }
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Redis", e);
    }
  }

  private static void look(
      Connection connection, int partitions, RedisClock clock, Registrations registrations)
      throws InterruptedException {
    var info = Connection.await(connection.commands().info(), REPLY);
    version(info);
    partitions(connection, partitions);
    var asked = System.nanoTime();
    var time = Connection.await(connection.commands().time(), REPLY);
    clock.set(asked, number(time.get(0)) * 1_000_000 + number(time.get(1)));
    registrations.register();
    warnings(info).forEach(LOG::warn);
  }

  /** What this server may do to what stands in it. */
  static List<String> warnings(String info) {
    var warnings = new ArrayList<String>();
    var policy = POLICY.matcher(info);
    if (policy.find() && !policy.group(1).equals("noeviction")) {
      warnings.add(
          "Redis's maxmemory-policy is "
              + policy.group(1)
              + ": when it is full it drops keys, and with them entities, events or leases;"
              + " noeviction is needed");
    }
    if (info.contains("aof_enabled:0")) {
      warnings.add(
          "Redis writes no append-only file: when it dies, what was answered before may be lost;"
              + " 'appendonly yes' and 'appendfsync always' keep it");
    }
    return warnings;
  }

  /** Not what Redis itself refuses, such as a wrong password; that no waiting mends. */
  private static boolean passes(RedisException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof RedisCommandExecutionException
          && !(each instanceof RedisLoadingException)) {
        return String.valueOf(each.getMessage())
            .matches("(CLUSTERDOWN|MASTERDOWN|READONLY|NOREPLICAS|MISCONF|BUSY) .*");
      }
    }
    return true;
  }

  static void version(String info) {
    var version = VERSION.matcher(info);
    if (version.find() && Integer.parseInt(version.group(1)) < OLDEST) {
      throw new IllegalStateException(
          "Redis is %s.%s, but 7.0 or later is needed; Valkey 8 or later will do too"
              .formatted(version.group(1), version.group(2)));
    }
  }

  private static void partitions(Connection connection, int partitions)
      throws InterruptedException {
    var recorded = number(recorded(connection, partitions));
    if (recorded != partitions) {
      throw new IllegalStateException(
          ("streams.partitions is %d, but the events in this Redis stand in %d partitions, and that"
                  + " can't change: set streams.partitions to %d, or use an empty Redis")
              .formatted(partitions, recorded, recorded));
    }
  }

  /**
   * Writes only where nothing stands yet, so that a full Redis does not keep a service from
   * starting.
   */
  private static byte[] recorded(Connection connection, int partitions)
      throws InterruptedException {
    var is = Connection.await(connection.commands().hget(CONFIG, PARTITIONS), REPLY);
    if (is != null) {
      return is;
    }
    Connection.await(
        connection.commands().hsetnx(CONFIG, PARTITIONS, Script.bytes(partitions)), REPLY);
    return Connection.await(connection.commands().hget(CONFIG, PARTITIONS), REPLY);
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }
}
