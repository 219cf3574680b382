package io.orderstream.streams.kit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A Redis Cluster of three masters and three replicas, each a process of its own. */
public final class RedisCluster implements TestRedis {

  private static final int MASTERS = 3;
  private static final int NODES = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<Node> nodes = new ArrayList<>();
  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, String> connection;

  /** One server, and a connection that knows no other one. */
  private static final class Node {

    private static final Random RANDOM = new Random();

    private final RedisProcess server;
    private final RedisClient client;

    Node() {
      server =
          new RedisProcess(
              freePorts(),
              RedisProcess.chosen(),
              "--cluster-enabled",
              "yes",
              "--cluster-replica-validity-factor",
              "0",
              "--cluster-announce-ip",
              "127.0.0.1",
              "--cluster-node-timeout",
              "1500",
              "--repl-diskless-sync-delay",
              "0");
      server.start();
      client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    }

    /**
     * One whose bus, 10,000 above it, is free as well, and below those that the system gives out.
     */
    private static int freePorts() {
      while (true) {
        var port = 10_000 + RANDOM.nextInt(10_000);
        try (var one = new ServerSocket(port);
            var bus = new ServerSocket(port + 10_000)) {
          return one.isBound() && bus.isBound() ? port : 0;
        } catch (IOException taken) {
          continue;
        }
      }
    }

    <T> T ask(Function<RedisCommands<String, String>, T> what) {
      return Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(RedisException.class)
          .until(
              () -> {
                try (StatefulRedisConnection<String, String> open = client.connect()) {
                  return List.of(what.apply(open.sync()));
                }
              },
              answer -> true)
          .getFirst();
    }
  }

  public RedisCluster() {
    IntStream.range(0, NODES).forEach(n -> nodes.add(new Node()));
    for (int n = 0; n < MASTERS; n++) {
      var epoch = n + 1;
      nodes.get(n).ask(redis -> redis.clusterSetConfigEpoch(epoch));
    }
    for (int n = 1; n < NODES; n++) {
      var port = nodes.get(n).server.port();
      nodes.getFirst().ask(redis -> redis.clusterMeet("127.0.0.1", port));
    }
    for (int n = 0; n < MASTERS; n++) {
      var from = SlotHash.SLOT_COUNT * n / MASTERS;
      var to = SlotHash.SLOT_COUNT * (n + 1) / MASTERS;
      nodes.get(n).ask(redis -> redis.clusterAddSlots(IntStream.range(from, to).toArray()));
    }
    nodes.forEach(node -> await(node, redis -> redis.clusterNodes().lines().count() == NODES));
    for (int n = 0; n < MASTERS; n++) {
      var master = nodes.get(n).ask(RedisCommands::clusterMyId);
      nodes.get(MASTERS + n).ask(redis -> redis.clusterReplicate(master));
    }
    client =
        RedisClusterClient.create(
            nodes.stream().map(node -> RedisURI.create("127.0.0.1", node.server.port())).toList());
    awaitWhole();
    connection = client.connect();
  }

  /** Waits until all nodes agree that all is well, and each master has its replica. */
  public void awaitWhole() {
    for (var node : nodes) {
      await(node, redis -> redis.clusterInfo().contains("cluster_state:ok"));
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                nodes.stream()
                        .map(node -> node.ask(redis -> redis.info("replication")))
                        .filter(info -> info.contains("master_link_status:up"))
                        .count()
                    == NODES - MASTERS);
  }

  private static void await(Node node, Predicate<RedisCommands<String, String>> until) {
    Awaitility.await().atMost(PATIENCE).until(() -> node.ask(until::test));
  }

  @Override
  public List<String> settings() {
    return List.of(
        "--spring.data.redis.cluster.nodes="
            + nodes.stream()
                .map(node -> "127.0.0.1:" + node.server.port())
                .collect(Collectors.joining(",")));
  }

  @Override
  public RedisAdvancedClusterCommands<String, String> commands() {
    return connection.sync();
  }

  /** The number of the node that is master of this key's slot, by what that node says itself. */
  public int masterOf(String key) {
    client.refreshPartitions();
    var master = client.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    return IntStream.range(0, NODES)
        .filter(n -> nodes.get(n).server.port() == master.getUri().getPort())
        .findFirst()
        .orElseThrow();
  }

  /** The number of a node that replicates this one. */
  public int replicaOf(int master) {
    var id = nodes.get(master).ask(RedisCommands::clusterMyId);
    return client.getPartitions().stream()
        .filter(node -> id.equals(node.getSlaveOf()))
        .map(node -> node.getUri().getPort())
        .map(port -> number(port))
        .findFirst()
        .orElseThrow();
  }

  private int number(int port) {
    return IntStream.range(0, NODES)
        .filter(n -> nodes.get(n).server.port() == port)
        .findFirst()
        .orElseThrow();
  }

  /** As {@code kill -9}. */
  public void kill(int node) {
    nodes.get(node).server.kill();
  }

  /** Starts it again on its data. */
  public void restart(int node) {
    nodes.get(node).server.start();
  }

  /** Stops a node as it stands. */
  public void freeze(int node) {
    nodes.get(node).server.freeze();
  }

  /** Makes a replica the master, in agreement with the one before. */
  public void promote(int replica) {
    nodes.get(replica).ask(redis -> redis.clusterFailover(false));
    await(nodes.get(replica), redis -> redis.role().getFirst().equals("master"));
  }

  /** Waits until another node than this one is master of the key's slot. */
  public void awaitOtherMaster(String key, int than) {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> masterOf(key) != than);
  }

  /** Moves a key's slot with all keys in it to another master, while clients go on. */
  public void move(String key, int to) {
    var slot = SlotHash.getSlot(key);
    var from = masterOf(key);
    var fromId = nodes.get(from).ask(RedisCommands::clusterMyId);
    var toId = nodes.get(to).ask(RedisCommands::clusterMyId);
    var toPort = nodes.get(to).server.port();
    nodes.get(to).ask(redis -> redis.clusterSetSlotImporting(slot, fromId));
    nodes.get(from).ask(redis -> redis.clusterSetSlotMigrating(slot, toId));
    while (true) {
      var keys = nodes.get(from).ask(redis -> redis.clusterGetKeysInSlot(slot, 10));
      if (keys.isEmpty()) {
        break;
      }
      for (var each : keys) {
        nodes.get(from).ask(redis -> redis.migrate("127.0.0.1", toPort, each, 0, 5000));
      }
    }
    nodes.get(to).ask(redis -> redis.clusterSetSlotNode(slot, toId));
    nodes.get(from).ask(redis -> redis.clusterSetSlotNode(slot, toId));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    nodes.forEach(
        node -> {
          node.client.shutdown();
          node.server.close();
        });
  }
}
