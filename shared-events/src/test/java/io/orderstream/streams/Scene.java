package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.SlotHash;
import io.orderstream.streams.kit.Child;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.kit.TestRedis;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis, a service that publishes numbers on the stream {@code count}, and services that
 * read them and say so on the stream {@code seen}.
 */
final class Scene implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final int PARTITIONS = 8;

  /** What most readers do. */
  static final EventHandler<CountEvent, Tally> TAKE =
      (event, tally, delivery) -> Service.take(event, tally);

  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  private final TestRedis redis;
  private final int partitions;
  private final Service publisher;
  private final Deque<Runnable> atEnd = new ArrayDeque<>();

  Scene() {
    this(PARTITIONS);
  }

  Scene(int partitions) {
    this(new RealRedis(), partitions);
  }

  /** On another kind of Redis, which the scene closes. */
  Scene(TestRedis redis, String... publishersSettings) {
    this(redis, PARTITIONS, publishersSettings);
  }

  private Scene(TestRedis redis, int partitions, String... publishersSettings) {
    this.redis = redis;
    this.partitions = partitions;
    this.publisher = service("publisher", List.of(), publishersSettings);
  }

  /** The one server, where it is one. */
  RealRedis redis() {
    return (RealRedis) redis;
  }

  Service publisher() {
    return publisher;
  }

  Service reader(EventHandler<CountEvent, Tally> handler, String... more) {
    var reader = passingReader(handler, more);
    atEnd(reader::close);
    return reader;
  }

  /** A reader that the test closes. */
  Service passingReader(EventHandler<CountEvent, Tally> handler, String... more) {
    return new Service("reader", 0, handler, settings(more));
  }

  /** An instance of any service, that the test closes. */
  Service service(String name, List<? extends Service.Reads<?>> reads, String... more) {
    return Service.reading(name, 0, reads, settings(more));
  }

  private String[] settings(String... more) {
    var all = new ArrayList<>(redis.settings());
    if (partitions != PARTITIONS) {
      all.add("--streams.partitions=" + partitions);
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** A reader that is a process of its own. */
  Child holdingReader(int handles, String... settings) {
    var child =
        new Child(HoldingReader.class, HoldingReader.args(redis().port(), handles, settings));
    atEnd(child::close);
    return child;
  }

  /** Is done when the scene closes, the last said first. */
  void atEnd(Runnable action) {
    atEnd.push(action);
  }

  /** Publishes these numbers, in order, of each of so many counters at once. */
  void publish(int counters, int from, int to) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < counters; c++) {
        var counter = "c-" + c;
        threads.execute(
            () -> IntStream.rangeClosed(from, to).forEach(n -> publisher.add(counter, n)));
      }
    }
  }

  /** The same, by clients that ask again until they are answered. */
  void publishPatiently(int counters, int from, int to) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < counters; c++) {
        var counter = "c-" + c;
        threads.execute(
            () ->
                IntStream.rangeClosed(from, to)
                    .forEach(n -> publisher.publishUntilAnswered(counter, n)));
      }
    }
  }

  /** The same in the background. */
  Thread publishUntilAnswered(int counters, int from, int to) {
    return Thread.ofVirtual().start(() -> publishPatiently(counters, from, to));
  }

  static int partitionOf(String counter) {
    return SlotHash.getSlot(counter) % PARTITIONS;
  }

  /** By counter, the numbers on a stream, in stream order. */
  Map<String, List<Integer>> on(String stream) {
    var numbers = new HashMap<String, List<Integer>>();
    for (int n = 0; n < partitions; n++) {
      for (var entry : redis.commands().xrange(key(stream, n), Range.unbounded())) {
        var data = NUMBER.matcher(String.valueOf(entry.getBody().get("data")));
        assertThat(data.find()).isTrue();
        numbers
            .computeIfAbsent(entry.getBody().get("subject"), c -> new ArrayList<>())
            .add(Integer.parseInt(data.group(1)));
      }
    }
    return numbers;
  }

  static String key(String stream, int partition) {
    return "events:" + stream + ":{" + partition + "}";
  }

  long length(String stream) {
    return IntStream.range(0, partitions)
        .mapToLong(n -> redis.commands().xlen(key(stream, n)))
        .sum();
  }

  long pending() {
    return IntStream.range(0, partitions)
        .mapToLong(n -> redis.commands().xpending(key("count", n), "reader").getCount())
        .sum();
  }

  /** Requests to replay that are not done with. */
  long replaying() {
    return IntStream.range(0, partitions)
        .mapToLong(n -> redis.commands().xlen("replay:reader:{" + n + "}"))
        .sum();
  }

  long deadLetters() {
    return IntStream.range(0, partitions)
        .mapToLong(n -> redis.commands().xlen("dead:reader:{" + n + "}"))
        .sum();
  }

  /** Who holds which partition: the leases' tokens. */
  List<String> leases() {
    return IntStream.range(0, partitions)
        .mapToObj(n -> String.valueOf(redis.commands().get("lease:reader:{" + n + "}")))
        .toList();
  }

  /** Waits until so many were seen and nothing is left to do. */
  void awaitSeen(long number) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> length("seen") >= number && pending() == 0);
  }

  /** Each counter's numbers, 1 to this one, took effect once and in order: state and events. */
  void assertOnceInOrder(int counters, int numbers) {
    var expected = IntStream.rangeClosed(1, numbers).boxed().toList();
    var seen = on("seen");
    assertThat(seen).hasSize(counters);
    assertThat(seen.values()).allSatisfy(each -> assertThat(each).isEqualTo(expected));
    var json = "{\"numbers\":" + expected.toString().replace(" ", "") + "}";
    for (int c = 0; c < counters; c++) {
      assertThat(state("c-" + c)).isEqualTo(json);
    }
    assertThat(listed("all")).isEqualTo(counters);
    assertThat(listed("taken " + numbers)).isEqualTo(counters);
    assertThat(listed("*")).isEqualTo(2L * counters);
    assertThat(deadLetters()).isZero();
  }

  /** A counter as the readers left it. */
  @Nullable String state(String counter) {
    var partition = SlotHash.getSlot(counter) % partitions;
    return redis.commands().hget("state:reader:{" + partition + "}:" + counter, "s");
  }

  /** How many places the readers' indexes of these names have. */
  private long listed(String names) {
    var commands = redis.commands();
    var keys = commands.keys("index:reader:*:" + names).stream();
    return keys.distinct().mapToLong(commands::zcard).sum(); // a cluster's nodes may say one twice
  }

  @Override
  public void close() {
    while (!atEnd.isEmpty()) {
      atEnd.pop().run();
    }
    publisher.close();
    redis.close();
  }
}
