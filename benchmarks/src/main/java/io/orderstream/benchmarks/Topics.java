package io.orderstream.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A broker's topics, and how far the application has come in them. */
final class Topics implements AutoCloseable {

  static final String ACCOUNTS = "accounts";
  static final String DEPOSITS = "deposits";
  static final String BALANCES = "balances";

  private static final int PARTITIONS = Contender.KAFKA_EXACTLY_ONCE.partitions;

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final Admin admin;

  Topics(int port) {
    admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, at(port)));
  }

  static String at(int port) {
    return "localhost:" + port;
  }

  /** Returns when each partition has its leader: a topic is made before they have. */
  void create() {
    var names = List.of(ACCOUNTS, DEPOSITS, BALANCES);
    var all = names.stream().map(name -> new NewTopic(name, PARTITIONS, (short) 1)).toList();
    await(admin.createTopics(all).all());
    while (!areLed(names)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean areLed(List<String> names) {
    try {
      return await(admin.describeTopics(names).allTopicNames()).values().stream()
          .allMatch(topic -> topic.partitions().stream().allMatch(each -> each.leader() != null));
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false; // not known by name yet
      }
      throw e;
    }
  }

  static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(n -> new TopicPartition(topic, n)).toList();
  }

  /** How many records there are, transactions' marks included. */
  long ends(String topic) {
    var latest =
        partitions(topic).stream()
            .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
    return await(admin.listOffsets(latest).all()).values().stream()
        .mapToLong(each -> each.offset())
        .sum();
  }

  long committed(String topic) {
    var all =
        await(admin.listConsumerGroupOffsets(Contender.GROUP).partitionsToOffsetAndMetadata());
    return all.entrySet().stream()
        .filter(each -> each.getKey().topic().equals(topic) && each.getValue() != null)
        .mapToLong(each -> each.getValue().offset())
        .sum();
  }

  long waiting(String topic) {
    return ends(topic) - committed(topic);
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
