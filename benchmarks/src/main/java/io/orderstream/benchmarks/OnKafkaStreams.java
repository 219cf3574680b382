package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;
import static io.orderstream.benchmarks.Contender.KAFKA_EXACTLY_ONCE;
import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The work as an application of Kafka Streams does it: a processor with a store, which is RocksDB
 * with a changelog topic, as it is by default.
 */
final class OnKafkaStreams {

  private static final String STORE = "account";

  private OnKafkaStreams() {}

  /** An envelope, in the field names that CloudEvents' binding for Kafka has. */
  static Headers headers(String type, String subject) {
    var headers = new RecordHeaders();
    Envelope.head(type, subject)
        .forEach(
            (name, value) -> headers.add("ce_" + name, value.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  /** What opens an account and what changes one have its store in common. */
  private abstract static class OfAccounts
      extends ContextualProcessor<String, byte[], String, byte[]> {

    private @Nullable KeyValueStore<String, byte[]> store;

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
      super.init(context);
      store = context.getStateStore(STORE);
    }

    KeyValueStore<String, byte[]> store() {
      return Objects.requireNonNull(store);
    }
  }

  private static final class OpenAccounts extends OfAccounts {

    @Override
    public void process(Record<String, byte[]> account) {
      store().put(account.key(), account.value());
    }
  }

  private static final class TakeDeposits extends OfAccounts {

    @Override
    public void process(Record<String, byte[]> record) {
      var deposit = Json.MAPPER.readValue(record.value(), DepositEvent.Made.class);
      var state = store().get(record.key());
      var before = state == null ? null : Json.MAPPER.readValue(state, Account.class);
      var after = Account.after(before, deposit);
      store().put(record.key(), Json.MAPPER.writeValueAsBytes(after));
      var changed = BalanceEvent.Changed.by(deposit, after);
      context()
          .forward(
              record
                  .withValue(Json.MAPPER.writeValueAsBytes(changed))
                  .withHeaders(headers("balance.changed.v1", deposit.account())));
    }
  }

  static AutoCloseable start(Contender contender, int port) {
    var folder = folder();
    openAccounts(contender, port, folder);
    var work = opening();
    work.addSource("deposits", Topics.DEPOSITS)
        .addProcessor("take", TakeDeposits::new, "deposits")
        .connectProcessorAndStateStores("take", STORE)
        .addSink("balances", Topics.BALANCES, "take");
    var streams = new KafkaStreams(work, settings(contender, port, folder));
    streams.start();
    return () -> {
      leave(streams);
      Scratch.delete(folder);
    };
  }

  /** In the other contenders' Redis they are there already. */
  private static void openAccounts(Contender contender, int port, Path folder) {
    var settings = settings(contender, port, folder);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    var streams = new KafkaStreams(opening(), settings);
    try (var topics = new Topics(port)) {
      streams.start();
      while (topics.waiting(Topics.ACCOUNTS) > 0) {
        Pause.millis(100);
      }
    } finally {
      leave(streams);
    }
  }

  /** As it is by default, the group would wait 45 s for it to come back. */
  private static void leave(KafkaStreams streams) {
    streams.close(
        CloseOptions.groupMembershipOperation(LEAVE_GROUP).withTimeout(Duration.ofMinutes(1)));
  }

  private static Topology opening() {
    var topology = new Topology();
    topology
        .addSource("accounts", Topics.ACCOUNTS)
        .addProcessor("open", OpenAccounts::new, "accounts")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
            "open");
    return topology;
  }

  private static Properties settings(Contender contender, int port, Path folder) {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, GROUP);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, Topics.at(port));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        contender == KAFKA_EXACTLY_ONCE
            ? StreamsConfig.EXACTLY_ONCE_V2
            : StreamsConfig.AT_LEAST_ONCE);
    return settings;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("kafka-streams");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
