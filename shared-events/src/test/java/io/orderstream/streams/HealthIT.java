package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderstream.streams.autoconfigure.StreamsEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** What keeps events from being handled is seen in health, with what and since when (I7). */
class HealthIT {

  @AutoClose private final Scene scene = new Scene();

  static Health health(Service reader) {
    var all = reader.beans(HealthIndicator.class);
    return Objects.requireNonNull(all.get("streamsHealthIndicator").health());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> troubles(Service reader) {
    return (List<Map<String, Object>>)
        health(reader).getDetails().getOrDefault("troubles", List.of());
  }

  private static void awaitTrouble(Service reader, String trouble, int number) {
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () ->
                troubles(reader).stream().filter(is -> trouble.equals(is.get("trouble"))).count()
                    == number);
    assertThat(health(reader).getStatus())
        .isEqualTo(troubles(reader).isEmpty() ? Status.UP : Status.DOWN);
  }

  private static void awaitHealthy(Service reader) {
    await().atMost(Scene.PATIENCE).until(() -> health(reader).getStatus().equals(Status.UP));
  }

  @Test
  void aHandlerThatNeverEndsIsSeenAsNoProgressUntilItDoes() {
    var release = new CountDownLatch(1);
    var reader =
        scene.reader(
            (event, tally, delivery) -> {
              release.await();
              return Service.take(event, tally);
            },
            "--streams.lease=1s");
    var before = Instant.now();
    scene.publish(1, 1, 1);

    awaitTrouble(reader, "no-progress", 1);

    var trouble = troubles(reader).getFirst();
    assertThat(trouble).containsEntry("partition", Scene.partitionOf("c-0"));
    assertThat(Instant.parse((String) trouble.get("since"))).isAfter(before);
    assertThat(gauge(reader, "no-progress")).isEqualTo(1);
    await().atMost(Scene.PATIENCE).until(() -> reader.meter("streams.oldest.pending") > 1);
    release.countDown();
    awaitHealthy(reader);
    assertThat(gauge(reader, "no-progress")).isZero();
    scene.assertOnceInOrder(1, 1);
  }

  @Test
  void aPartitionWhoseOwnerDoesNothingIsSeenByTheOthers() {
    scene.redis().commands().zadd("members:reader", System.currentTimeMillis() + 250e3, "a-ghost");

    var reader = scene.reader(Scene.TAKE, "--streams.lease=1s");

    var assigned = Scene.PARTITIONS - owned(reader);
    awaitTrouble(reader, "no-owner", assigned);
    assertThat(assigned).isPositive();
    scene.redis().commands().zrem("members:reader", "a-ghost");
    awaitHealthy(reader);
  }

  private static int owned(Service reader) {
    var meters = reader.bean(MeterRegistry.class);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Scene.PATIENCE)
        .until(() -> meters.get("streams.partitions.owned").gauge().value() > 0);
    return (int) meters.get("streams.partitions.owned").gauge().value();
  }

  @Test
  void aLeaseThatCannotBeTakenIsSeen() {
    var held = SetArgs.Builder.px(3_600_000);
    scene.redis().commands().set("lease:reader:{3}", "someone-else/1", held);

    var reader = scene.reader(Scene.TAKE, "--streams.lease=1s");

    awaitTrouble(reader, "no-lease", 1);
    assertThat(troubles(reader).getFirst()).containsEntry("partition", 3);
    scene.redis().commands().del("lease:reader:{3}");
    awaitHealthy(reader);
  }

  @Test
  void whatCannotBeCountedIsSeenAndHidesNothingElse() {
    scene.redis().commands().hset("letters:reader:{3}", "count", "many");
    scene.redis().commands().set("lease:reader:{5}", "someone-else/1");

    var reader = scene.reader(Scene.TAKE, "--streams.lease=1s");

    awaitTrouble(reader, "no-numbers", 1);
    awaitTrouble(reader, "no-lease", 1);
    scene.redis().commands().del("letters:reader:{3}", "lease:reader:{5}");
    awaitHealthy(reader);
  }

  @Test
  void aRedisThatIsAwayIsSeenUntilItIsBack() {
    var reader = scene.reader(Scene.TAKE, "--streams.lease=2s");
    scene.publish(5, 1, 1);
    scene.awaitSeen(5);
    awaitHealthy(reader);

    scene.redis().kill();
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () -> troubles(reader).stream().anyMatch(is -> "no-redis".equals(is.get("trouble"))));
    assertThat(reader.bean(StreamsEndpoint.class).streams().getStatus()).isEqualTo(503);

    scene.redis().restart();
    awaitHealthy(reader);
  }

  @Test
  void scheduledEventsThatRedisRefusesToPublishAreSeenAndPublishedWhenItNoLongerDoes() {
    var redis = scene.redis().commands();
    var reader = scene.reader(SchedulingReader.sayingLater(Duration.ofSeconds(1)));
    scene.publish(1, 1, 1);
    await().atMost(Scene.PATIENCE).until(() -> scene.state("c-0") != null);
    redis.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.XADD));
    awaitTrouble(reader, "no-schedule", 1);

    redis.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.XADD));

    awaitHealthy(reader);
    scene.awaitSeen(1);
    scene.assertOnceInOrder(1, 1);
  }

  @Test
  void theEndpointShowsEachPartitionOfEachGroupAndWhoOwnsIt() {
    var reader = scene.reader(Scene.TAKE);
    scene.publish(30, 1, 2);
    scene.awaitSeen(60);

    var body = Objects.requireNonNull(reader.bean(StreamsEndpoint.class).streams().getBody());

    @SuppressWarnings("unchecked")
    var rows = (List<Map<String, Object>>) body.get("streams");
    assertThat(rows).hasSize(Scene.PARTITIONS);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row)
                    .containsEntry("stream", "count")
                    .containsEntry("group", "reader")
                    .containsEntry("lag", 0L)
                    .containsEntry("pending", 0L)
                    .hasEntrySatisfying(
                        "owner", owner -> assertThat((String) owner).startsWith("reader-")));
    assertThat(rows.stream().mapToLong(row -> (Long) row.get("length")).sum()).isEqualTo(60);
  }

  private static double gauge(Service reader, String trouble) {
    var meters = reader.bean(MeterRegistry.class);
    assertThat(meters).isInstanceOf(SimpleMeterRegistry.class);
    return meters.get("streams.troubles").tag("trouble", trouble).gauge().value();
  }
}
