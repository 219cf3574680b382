package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Topics.ACCOUNTS;
import static io.orderstream.benchmarks.Topics.BALANCES;
import static io.orderstream.benchmarks.Topics.DEPOSITS;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The events in topics, the accounts in a store, which the application fills from a topic. */
final class InKafka implements Workload {

  private final Contender contender;
  private final Options options;
  private final int port;
  private final Topics topics;

  InKafka(Contender contender, Options options, int port) {
    this.contender = contender;
    this.options = options;
    this.port = port;
    this.topics = new Topics(port);
  }

  @Override
  public void fill() {
    topics.create();
    var failure = new AtomicReference<@Nullable Exception>();
    Callback sent =
        (at, refused) -> {
          if (refused != null) {
            failure.compareAndSet(null, refused);
          }
        };
    try (var producer = producer()) {
      var empty = Json.MAPPER.writeValueAsBytes(Account.EMPTY);
      for (int number = 0; number < options.total(); number++) {
        var unused =
            producer.send(new ProducerRecord<>(ACCOUNTS, Deposits.account(number), empty), sent);
      }
      for (int number = 0; number < options.total(); number++) {
        var unused = producer.send(deposit(Deposits.deposit(number)), sent);
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take what was to be sent", failure.get());
    }
    Workload.expect("accounts", options.total(), topics.ends(ACCOUNTS));
    Workload.expect("deposits", options.total(), topics.ends(DEPOSITS));
  }

  private KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Topics.at(port),
            ProducerConfig.LINGER_MS_CONFIG,
            50,
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 * 1024),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static ProducerRecord<String, byte[]> deposit(DepositEvent.Made deposit) {
    var headers = OnKafkaStreams.headers("deposit.made.v1", deposit.account());
    var data = Json.MAPPER.writeValueAsBytes(deposit);
    return new ProducerRecord<>(DEPOSITS, null, deposit.account(), data, headers);
  }

  /**
   * A transaction's outputs and its offsets take effect together; without one, an output is seen at
   * once, and offsets are committed later.
   */
  @Override
  public long published() {
    return contender == Contender.KAFKA_EXACTLY_ONCE
        ? topics.committed(DEPOSITS)
        : topics.ends(BALANCES);
  }

  @Override
  public long pending() {
    return topics.waiting(DEPOSITS);
  }

  /** What became of an account stands in what was published of it. */
  @Override
  public void check() {
    Workload.expect("entries not acked", 0, pending());
    var cents = balances();
    Workload.expect("events published", options.total(), cents.size());
    for (int number = 0; number < options.total(); number++) {
      var account = Deposits.account(number);
      var is = cents.getOrDefault(account, 0L);
      Workload.expect("cents in " + account, Deposits.cents(number), is);
    }
  }

  private Map<String, Long> balances() {
    var cents = new HashMap<String, Long>();
    try (var consumer = consumer()) {
      var partitions = Topics.partitions(BALANCES);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var entry : consumer.poll(Duration.ofSeconds(1))) {
          var is = Json.MAPPER.readValue(entry.value(), BalanceEvent.Changed.class);
          if (cents.put(is.account(), is.cents()) != null) {
            throw new IllegalStateException("two events of " + is.account());
          }
        }
      }
    }
    return cents;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Topics.at(port),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    topics.close();
  }
}
