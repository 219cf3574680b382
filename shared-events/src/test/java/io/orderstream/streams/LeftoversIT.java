package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.Range;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What a unit that Redis refuses midway leaves, and what odd names and ties do to an index.
 *
 * <p>Seen red before what is refused was undone.
 */
class LeftoversIT {

  @AutoClose private final Scene scene = new Scene();

  private void lack(CommandType command) {
    scene.redis().commands().aclSetuser("default", AclSetuserArgs.Builder.removeCommand(command));
  }

  private void have(CommandType command) {
    scene.redis().commands().aclSetuser("default", AclSetuserArgs.Builder.addCommand(command));
  }

  @Test
  void aCommandThatMayNotWriteItsEntityPublishesNothing() {
    lack(CommandType.HSET);
    assertThatThrownBy(() -> scene.publisher().add("c-0", 1))
        .isInstanceOf(StreamsUnavailableException.class);
    have(CommandType.HSET);

    assertThat(scene.length("count")).isZero();
    assertThat(scene.redis().commands().keys("index:*")).isEmpty();
  }

  @Test
  void anEntryThatMayNotCancelPublishesNothingUntilItMay() {
    scene.reader(
        (event, tally, delivery) -> Service.take(event, tally).cancel(SeenEvent.Seen.class));
    scene.publish(1, 1, 1);
    scene.awaitSeen(1);
    lack(CommandType.HDEL);
    scene.publish(1, 2, 2);
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    var refused = scene.length("seen");
    have(CommandType.HDEL);
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.pending() == 0);

    assertThat(List.of(refused, scene.length("seen"))).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void anEntryThatMayNotWriteItsEntityIsPublishedOnceAfterItMay() {
    scene.reader(Scene.TAKE);
    scene.publish(1, 1, 1);
    scene.awaitSeen(1);
    scene.publisher().add("c-0", 2); // wakes the reader
    scene.awaitSeen(2);
    lack(CommandType.HSET);
    var count = Scene.key("count", Scene.partitionOf("c-0"));
    var last = scene.redis().commands().xrevrange(count, Range.unbounded()).getFirst();
    var again = new HashMap<>(last.getBody());
    again.put("id", "another");
    again.put("data", again.get("data").replace("2", "3"));
    scene.redis().commands().xadd(count, again);
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    have(CommandType.HSET);
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.pending() == 0);

    assertThat(scene.on("seen")).isEqualTo(Map.of("c-0", List.of(1, 2, 3)));
  }

  @Test
  void aRefusedCommandLeavesTheEntityListed() {
    var service = scene.publisher();
    service.decide("c-0", was -> Decision.become(new Tally(List.of(1))));
    lack(CommandType.ZREM);
    assertThatThrownBy(
            () ->
                service.decide(
                    "c-0",
                    was -> Decision.become(new Tally(List.of(2))).cancel(SeenEvent.Seen.class)))
        .isInstanceOf(StreamsUnavailableException.class);
    have(CommandType.ZREM);
    var afterRefusal = service.list("all", 10, null).entities().size();
    service.decide("c-0", was -> Decision.become(new Tally(List.of(1))));

    assertThat(List.of(afterRefusal, service.list("all", 10, null).entities().size()))
        .isEqualTo(List.of(1, 1));
  }

  @Test
  void aRefusedCommandLeavesWhatWasScheduledAtItsTime() {
    var reader = scene.reader(Scene.TAKE);
    reader.decide("c-0", was -> later(60, 1));
    var due = "due:reader:{" + Scene.partitionOf("c-0") + "}";
    var before = scene.redis().commands().zscore(due, "seen seen.v1 c-0");
    lack(CommandType.HSET);
    assertThatThrownBy(() -> reader.decide("c-0", was -> later(1, 2)))
        .isInstanceOf(StreamsUnavailableException.class);
    have(CommandType.HSET);
    await().pollDelay(Duration.ofSeconds(8)).until(() -> true);

    assertThat(scene.on("seen")).isEqualTo(Map.of());
    assertThat(scene.redis().commands().zscore(due, "seen seen.v1 c-0")).isEqualTo(before);
  }

  private static Decision<Tally> later(int seconds, int number) {
    return Decision.become(new Tally(List.of(number)))
        .later(Duration.ofSeconds(seconds), new SeenEvent.Seen("c-0", number));
  }

  record Odd(String index) implements Indexed {
    @Override
    public Map<String, Long> indexes() {
      return Map.of(index, 1L);
    }
  }

  @Test
  void anIndexWithALineBreakInItsNameIsRefused() {
    var odd = scene.publisher().bean(Streams.class).entities(Odd.class);
    assertThatThrownBy(() -> odd.decide("c-0", was -> Decision.become(new Odd("a\rb"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control character");
  }

  @Test
  void anEntityThatCanNotBeReadEndsInTheDeadLetters() {
    var state = "state:reader:{" + Scene.partitionOf("c-0") + "}:c-0";
    scene.redis().commands().hset(state, "i", "one\ntwo");
    scene.reader(Scene.TAKE, "--streams.retry.attempts=2", "--streams.retry.initial=10ms");
    scene.publish(1, 1, 1);

    await().atMost(Duration.ofSeconds(15)).until(() -> scene.deadLetters() == 1);
  }

  @Test
  void aPageAmidManyOfTheSameScoreIsFoundWithoutLookingAtThoseBefore() {
    var redis = scene.redis().commands();
    var key = "index:publisher:{0}:tied";
    for (int from = 0; from < 100_000; from += 1000) {
      var members = new Object[2000];
      for (int n = 0; n < 1000; n++) {
        members[2 * n] = 7.0;
        members[2 * n + 1] = "t-%06d".formatted(from + n);
      }
      redis.zadd(key, members);
    }
    redis.configResetstat();

    scene.publisher().list("tied", 10, cursor("7 t-000100"));

    var ranges = Pattern.compile("cmdstat_zrange:calls=(\\d+)").matcher(redis.info("commandstats"));
    assertThat(ranges.find()).isTrue();
    assertThat(Integer.parseInt(ranges.group(1))).isLessThan(50);
  }

  private static String cursor(String place) {
    var bytes = place.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
