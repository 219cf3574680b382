package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.orderstream.streams.kit.Child;
import io.orderstream.streams.kit.CuttingProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Scheduled events: published once, when they are due and not before, or never where they were
 * cancelled, whatever happens to who should publish them.
 *
 * <p>Seen red when a commit doesn't wake the owner, when what was published stays scheduled, and
 * when cancelling leaves the time. That a stale owner publishes nothing, and nothing is published
 * before its time, is StaleTokenIT's.
 */
class DueIT {

  /** Well under the five seconds for which an owner that is idle waits. */
  private static final Duration LATE = Duration.ofSeconds(2);

  @AutoClose private final Scene scene = new Scene();

  @Test
  void anEventIsPublishedWhenItIsDueByWhicheverInstanceOwnsItsPartition() {
    var one = scene.reader(Scene.TAKE);
    scene.reader(Scene.TAKE);
    await().atMost(Scene.PATIENCE).until(() -> owners() == 2);
    awaitIdle();

    for (int c = 0; c < 40; c++) {
      schedule(one, "c-" + c, Duration.ofMillis(1000 + c), 1);
    }

    scene.awaitSeen(40);
    assertThat(published()).hasSize(40).allSatisfy(DueIT::cameInTime);
    assertNothingScheduled();
  }

  @Test
  void whatIsDueAtOnceNeedsNoOtherEventToComeAlong() {
    var reader = scene.reader(Scene.TAKE);
    await().atMost(Scene.PATIENCE).until(() -> owners() == 1);
    awaitIdle();

    schedule(reader, "c-0", Duration.ZERO, 1);

    scene.awaitSeen(1);
    assertThat(published()).allSatisfy(DueIT::cameInTime);
  }

  @Test
  void aLaterOneOfTheSameTypeTakesItsPlace() {
    var reader = scene.reader(Scene.TAKE);
    schedule(reader, "c-0", Duration.ofSeconds(1), 1);
    schedule(reader, "c-0", Duration.ofSeconds(60), 2);
    schedule(reader, "c-0", Duration.ofSeconds(3), 3);

    scene.awaitSeen(1);

    assertThat(scene.on("seen")).isEqualTo(Map.of("c-0", List.of(3)));
    assertThat(published()).allSatisfy(DueIT::cameInTime);
    assertNothingScheduled();
  }

  @Test
  void whatTheEntitysNextDecisionCancelsIsNotPublished() {
    var reader = scene.reader(Scene.TAKE);
    schedule(reader, "c-0", Duration.ofSeconds(1), 1);
    reader.decide("c-0", tally -> Decision.<Tally>nothing().cancel(SeenEvent.Seen.class));
    assertNothingScheduled();

    schedule(reader, "c-0", Duration.ofSeconds(3), 2);
    scene.awaitSeen(1);

    assertThat(scene.on("seen")).isEqualTo(Map.of("c-0", List.of(2)));
  }

  @Test
  void whatIsDueIsPublishedThoughMoreIsTakenOverThanThereIsRoomFor() {
    var inZero = inPartitionZero(61);
    var end = new CountDownLatch(1);
    var killed = scene.holdingReader(0);
    inZero.subList(0, 60).forEach(counter -> scene.publisher().add(counter, 1));
    await()
        .atMost(Scene.PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class) // no group yet
        .until(() -> scene.pending() == 60);
    killed.kill();
    var reader =
        scene.reader(
            (event, tally, delivery) -> {
              end.await();
              return Service.take(event, tally);
            },
            "--streams.in-flight=1"); // there is room for 32
    await().atMost(Scene.PATIENCE).until(() -> owners() == 1);

    schedule(reader, inZero.getLast(), Duration.ofSeconds(1), 2);

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 1);
    assertThat(published()).hasSize(1).allSatisfy(DueIT::cameInTime);
    end.countDown();
    scene.awaitSeen(61);
  }

  @Test
  void aThousandDueAtOnceInOnePartitionAreEachPublishedOnceThoughTheirOwnerIsKilled() {
    var inZero = inPartitionZero(1000);
    var reader = scene.reader(Scene.TAKE, "--streams.batch=10");
    await().atMost(Scene.PATIENCE).until(() -> owners() == 1);
    var due = Instant.now().plusSeconds(6);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      inZero.forEach(
          counter ->
              threads.execute(
                  () -> schedule(reader, counter, Duration.between(Instant.now(), due), 1)));
    }
    reader.close();
    assertThat(scene.length("seen")).isZero();
    try (var slow = new CuttingProxy(scene.redis().port())) {
      slow.delayReplies(Duration.ofMillis(20)); // a hundred batches take seconds
      var child = scheduling(slow.port(), Duration.ofDays(1), "--streams.batch=10");
      await()
          .atMost(Scene.PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> scene.length("seen") > 100);
      child.kill();
    }
    assertThat(scene.length("seen")).as("published when the owner is killed").isLessThan(1000);

    scene.reader(Scene.TAKE);
    scene.awaitSeen(1000);

    assertThat(scene.on("seen")).hasSize(1000).allSatisfy((c, n) -> assertThat(n).hasSize(1));
    assertNothingScheduled();
  }

  @Test
  void nothingIsLostOrRepeatedWhereTheOwnerAndThenRedisAreKilled() {
    var child = scheduling(Duration.ofSeconds(4));
    scene.publish(200, 1, 1);
    await().atMost(Scene.PATIENCE).until(() -> scheduled() + scene.length("seen") > 50);
    child.kill();
    scene.reader(SchedulingReader.sayingLater(Duration.ofSeconds(1)));
    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") > 20);
    scene.redis().killAndRestart();

    scene.awaitSeen(200);

    assertThat(scene.on("seen")).hasSize(200).allSatisfy((c, n) -> assertThat(n).hasSize(1));
    scene.assertOnceInOrder(200, 1);
    assertNothingScheduled();
  }

  @Test
  void anOwnerThatWasStoppedForThreeLeasesPublishesNothingAgain() {
    var zombie = scheduling(Duration.ofSeconds(3), "--streams.lease=1s");
    scene.publish(100, 1, 1);
    await().atMost(Scene.PATIENCE).until(() -> scheduled() == 100);
    zombie.freeze();
    scene.reader(SchedulingReader.sayingLater(Duration.ofSeconds(3)), "--streams.lease=1s");
    scene.awaitSeen(100);

    zombie.thaw();
    scene.publish(100, 2, 2);
    scene.awaitSeen(200);

    scene.assertOnceInOrder(100, 2);
  }

  @Test
  void aFullStreamTakesWhatIsDue() {
    var reader = scene.reader(Scene.TAKE, "--streams.max-length=3");
    var stream = Scene.key("seen", Scene.partitionOf("c-0"));
    for (int n = 1; n <= 3; n++) {
      scene.redis().commands().xadd(stream, Map.of("subject", "other", "data", "{\"number\":1}"));
    }

    schedule(reader, "c-0", Duration.ofMillis(100), 1);

    scene.awaitSeen(4);
    assertThat(scene.on("seen")).containsEntry("c-0", List.of(1));
  }

  @Test
  void whatNamesNoEventStaysThereAndIsSaidWhileOthersArePublished() {
    var reader = scene.reader(Scene.TAKE);
    var partition = Scene.partitionOf("c-0");
    await().atMost(Scene.PATIENCE).until(() -> owners() == 1);
    scene.redis().commands().zadd("due:reader:{" + partition + "}", 1, "nonsense");

    schedule(reader, "c-0", Duration.ofMillis(100), 1);

    scene.awaitSeen(1);
    await()
        .atMost(Scene.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(HealthIT.health(reader).getDetails().toString())
                    .contains("'nonsense' is scheduled, which names no event"));
    assertThat(scheduled()).isOne();
  }

  @Test
  void whatCannotBeReadIsSetAsideByWhomItIsForAndHoldsUpNothingElse() {
    var reader = scene.reader(Scene.TAKE);
    var partition = Scene.partitionOf("c-0");
    schedule(reader, "c-0", Duration.ofSeconds(2), 1);
    var entity = "state:reader:{" + partition + "}:c-0";
    scene.redis().commands().hset(entity, "l:seen seen.v1", "broken");
    var other =
        IntStream.range(1, 1000)
            .mapToObj(c -> "c-" + c)
            .filter(c -> Scene.partitionOf(c) == partition)
            .findFirst()
            .orElseThrow();

    schedule(reader, other, Duration.ofSeconds(3), 1);

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 2);
    var first = published().getFirst();
    assertThat(first.getBody())
        .isEqualTo(Map.of("type", "seen.v1", "subject", "c-0", "data", "broken"));
    assertNothingScheduled();
  }

  @Test
  void aServiceThatHandlesNothingIsToldThatNobodyWouldPublishIt() {
    assertThatThrownBy(() -> schedule(scene.publisher(), "c-0", Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EventHandler");
    assertThat(scene.redis().commands().keys("state:*")).isEmpty();
  }

  private static void schedule(Service by, String counter, Duration delay, int number) {
    by.decide(
        counter,
        tally ->
            Decision.become(new Tally(List.of(number)))
                .later(delay, new SeenEvent.Seen(counter, number)));
  }

  private Child scheduling(Duration delay, String... settings) {
    return scheduling(scene.redis().port(), delay, settings);
  }

  private Child scheduling(int port, Duration delay, String... settings) {
    var args = new ArrayList<String>();
    args.add(Integer.toString(port));
    args.add(Long.toString(delay.toMillis()));
    args.addAll(List.of(settings));
    var child = new Child(SchedulingReader.class, args.toArray(String[]::new));
    scene.atEnd(child::close);
    return child;
  }

  /** How many instances hold leases, once all are held. */
  private long owners() {
    var holders = scene.leases().stream().map(token -> token.split("/", 2)[0]).toList();
    return holders.contains("null") ? 0 : holders.stream().distinct().count();
  }

  /** Waits until every owner waits for something new, and every instance for others to leave. */
  private void awaitIdle() {
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () ->
                scene
                    .redis()
                    .commands()
                    .info("clients")
                    .contains("blocked_clients:" + (Scene.PARTITIONS + owners())));
  }

  private long scheduled() {
    return IntStream.range(0, Scene.PARTITIONS)
        .mapToLong(n -> scene.redis().commands().zcard("due:reader:{" + n + "}"))
        .sum();
  }

  private void assertNothingScheduled() {
    assertThat(scheduled()).isZero();
    assertThat(scene.redis().commands().keys("state:reader:*"))
        .allSatisfy(
            key ->
                assertThat(scene.redis().commands().hkeys(key))
                    .noneMatch(field -> field.startsWith("l:")));
  }

  private List<StreamMessage<String, String>> published() {
    return IntStream.range(0, Scene.PARTITIONS)
        .mapToObj(n -> scene.redis().commands().xrange(Scene.key("seen", n), Range.unbounded()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> inPartitionZero(int most) {
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> "c-" + n)
        .filter(counter -> Scene.partitionOf(counter) == 0)
        .limit(most)
        .toList();
  }

  /** By Redis's clock: the entry's id says when it was appended, its time when it was due. */
  private static void cameInTime(StreamMessage<String, String> entry) {
    var due = Instant.parse(entry.getBody().get("time"));
    var appended = Instant.ofEpochMilli(Long.parseLong(entry.getId().split("-", 2)[0]));
    assertThat(appended).isBetween(due, due.plus(LATE));
  }
}
