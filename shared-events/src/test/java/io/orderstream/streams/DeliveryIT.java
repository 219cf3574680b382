package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.orderstream.streams.kit.RealRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** I1, I2, I3 and I5 on a real Redis. */
class DeliveryIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PARTITIONS = 8;

  private final List<Service> services = new ArrayList<>();
  private RealRedis redis;
  private Service publisher;

  @BeforeEach
  void start() {
    redis = new RealRedis();
    publisher = service("publisher", null);
  }

  @AfterEach
  void stop() {
    services.forEach(Service::close);
    redis.close();
  }

  private Service service(
      String name,
      @org.jspecify.annotations.Nullable EventHandler<CountEvent, Tally> handler,
      String... more) {
    var service = new Service(name, redis, handler, more);
    services.add(service);
    return service;
  }

  private void publish(int counters, int numbers) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < counters; c++) {
        var counter = "c-" + c;
        threads.execute(
            () -> IntStream.rangeClosed(1, numbers).forEach(n -> publisher.add(counter, n)));
      }
    }
  }

  /** By counter, the numbers on the stream {@code seen}, in stream order. */
  private Map<String, List<Integer>> seen() {
    var seen = new HashMap<String, List<Integer>>();
    for (int n = 0; n < PARTITIONS; n++) {
      for (var entry : redis.commands().xrange("events:seen:{" + n + "}", Range.unbounded())) {
        var data = String.valueOf(entry.getBody().get("data"));
        var number = Integer.parseInt(data.replaceAll("\\D*(c-\\d+)?\\D*(\\d+)\\D*$", "$2"));
        seen.computeIfAbsent(entry.getBody().get("subject"), c -> new ArrayList<>()).add(number);
      }
    }
    return seen;
  }

  private long total() {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(n -> redis.commands().xlen("events:seen:{" + n + "}"))
        .sum();
  }

  private long dead(String group) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(n -> redis.commands().xlen("dead:" + group + ":{" + n + "}"))
        .sum();
  }

  private long pending(String group) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(n -> redis.commands().xpending("events:count:{" + n + "}", group).getCount())
        .sum();
  }

  private void assertAllOnceInOrder(int counters, int numbers) {
    var expected = IntStream.rangeClosed(1, numbers).boxed().toList();
    var seen = seen();
    assertThat(seen).hasSize(counters);
    assertThat(seen.values()).allSatisfy(each -> assertThat(each).isEqualTo(expected));
  }

  @Test
  void tenConsumersHandleAThousandOrdersOfFiveEventsEachOnceAndInOrder() {
    for (int i = 0; i < 10; i++) {
      service("reader", (event, tally, delivery) -> Service.take(event, tally));
    }

    publish(1000, 5);

    await().atMost(PATIENCE).until(() -> total() >= 5000);
    await().atMost(PATIENCE).until(() -> pending("reader") == 0);
    assertAllOnceInOrder(1000, 5);
  }

  @Test
  void instancesThatComeAndGoLeaveNothingOutAndRepeatNothing() {
    service("reader", (event, tally, delivery) -> Service.take(event, tally));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> publish(300, 5));
      for (int i = 0; i < 3; i++) {
        var passing =
            new Service("reader", redis, (event, tally, delivery) -> Service.take(event, tally));
        var before = total();
        await().atMost(PATIENCE).until(() -> total() > before || total() == 1500);
        passing.close();
      }
    }

    await().atMost(PATIENCE).until(() -> total() >= 1500 && pending("reader") == 0);
    assertAllOnceInOrder(300, 5);
  }

  @Test
  void aRedisThatIsKilledAndRestartedLosesAndRepeatsNothing() {
    service("reader", (event, tally, delivery) -> Service.take(event, tally));
    publish(200, 2);

    redis.killAndRestart();
    publish(200, 1);

    await().atMost(PATIENCE).until(() -> total() >= 600 && pending("reader") == 0);
    assertThat(seen().values()).allSatisfy(each -> assertThat(each).isEqualTo(List.of(1, 2, 1)));
  }

  @Test
  void anAttemptThatFailsIsRepeatedAndHoldsBackItsOwnOrderOnly() {
    var failures = new AtomicInteger();
    var attempts = new ConcurrentHashMap<Integer, Integer>();
    service(
        "reader",
        (event, tally, delivery) -> {
          if (event.subject().equals("c-0") && failures.getAndIncrement() < 2) {
            throw new IllegalStateException("not yet");
          }
          if (event instanceof CountEvent.Added added && added.counter().equals("c-0")) {
            attempts.put(added.number(), delivery.attempt());
          }
          return Service.take(event, tally);
        });

    publish(20, 3);

    await().atMost(PATIENCE).until(() -> total() >= 60);
    assertAllOnceInOrder(20, 3);
    assertThat(attempts).containsEntry(1, 3).containsEntry(2, 1);
  }

  @Test
  void whatFailsForGoodIsSetAsideWithWhatFollowsItWhileOthersGoOn() {
    service(
        "reader",
        (event, tally, delivery) -> {
          if (event.subject().equals("c-0")) {
            throw new NonRetryableException("the provider says it is invalid");
          }
          return Service.take(event, tally);
        });

    publish(20, 3);

    await().atMost(PATIENCE).until(() -> dead("reader") == 3 && total() == 57);
    assertThat(pending("reader")).isZero();
    var partition =
        "dead:reader:{" + io.lettuce.core.cluster.SlotHash.getSlot("c-0") % PARTITIONS + "}";
    var letters = redis.commands().xrange(partition, Range.unbounded());
    assertThat(letters.getFirst().getBody())
        .containsEntry("dead.message", "the provider says it is invalid")
        .containsEntry("dead.attempts", "1")
        .containsEntry("subject", "c-0");
  }

  @Test
  void aHandlerThatLeavesItsThreadInterruptedDoesNotEndItsOrder() {
    var calls = new AtomicInteger();
    service(
        "reader",
        (event, tally, delivery) -> {
          if (calls.incrementAndGet() == 1) {
            Thread.currentThread().interrupt();
          }
          return Service.take(event, tally);
        });

    publish(1, 3);

    await().atMost(PATIENCE).until(() -> total() == 3);
    assertAllOnceInOrder(1, 3);
  }

  @Test
  void noMoreEntriesAreHandledAtOnceThanAllowed() {
    var go = new CountDownLatch(1);
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    service(
        "reader",
        (event, tally, delivery) -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          try {
            go.await();
            Thread.sleep(2);
            return Service.take(event, tally);
          } finally {
            atOnce.decrementAndGet();
          }
        },
        "--streams.in-flight=4");

    publish(200, 2);
    await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> most.get() >= 1);
    go.countDown();

    await().atMost(PATIENCE).until(() -> total() == 400);
    assertAllOnceInOrder(200, 2);
    assertThat(most).hasValueBetween(1, 4);
  }

  @Test
  void anAttemptsLimitEndsInTheDeadLetters() {
    service(
        "reader",
        (event, tally, delivery) -> {
          throw new IllegalStateException("always");
        },
        "--streams.retry.attempts=3",
        "--streams.retry.initial=10ms");

    publish(5, 1);

    await().atMost(PATIENCE).until(() -> dead("reader") == 5);
    assertThat(pending("reader")).isZero();
  }

  @Test
  void garbageEndsInTheDeadLettersByteForByteAndTheRestFlows() {
    service("reader", (event, tally, delivery) -> Service.take(event, tally));
    for (int n = 0; n < PARTITIONS; n++) {
      redis.commands().xadd("events:count:{" + n + "}", "some", "thing");
      redis.commands().xadd("events:count:{" + n + "}", Map.of("subject", "c-3", "data", "{"));
    }

    publish(50, 2);

    await().atMost(PATIENCE).until(() -> pending("reader") == 0 && dead("reader") >= 16);
    var letters = redis.commands().xrange("dead:reader:{0}", Range.unbounded());
    // in either order, as they are of different orders
    assertThat(letters)
        .anySatisfy(letter -> assertThat(letter.getBody()).containsEntry("some", "thing"))
        .anySatisfy(letter -> assertThat(letter.getBody()).containsEntry("data", "{"));
    assertThat(seen().keySet()).doesNotContain("c-3").hasSize(49);
  }

  @Test
  void aGroupThatWasDestroyedStartsAgainAndRepeatsNothing() {
    service("reader", (event, tally, delivery) -> Service.take(event, tally));
    publish(50, 2);
    await().atMost(PATIENCE).until(() -> total() == 100 && pending("reader") == 0);

    for (int n = 0; n < PARTITIONS; n++) {
      redis.commands().xgroupDestroy("events:count:{" + n + "}", "reader");
    }
    publish(50, 1);

    await().atMost(PATIENCE).until(() -> total() >= 150);
    assertThat(seen().values()).allSatisfy(each -> assertThat(each).isEqualTo(List.of(1, 2, 1)));
  }
}
