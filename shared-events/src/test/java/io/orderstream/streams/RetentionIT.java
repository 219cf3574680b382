package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I4: a stream is cut behind all its registered groups and never further, however old its entries
 * are; and, where it isn't too long, not before their time is over.
 *
 * <p>Seen red when trim.lua takes no notice of an absent group, of pending or of unread entries, or
 * of the age, when the last group decides, and when length alone does.
 */
class RetentionIT {

  private static final String KEY = Scene.key("count", 0);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final long ROOM = 1_000_000;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void whatAllGroupsAreDoneWithIsCutAndALaggingGroupHoldsTheRest() {
    addOld(10);
    group("one");
    group("two");
    ack("one", read("one", 6));
    ack("two", read("two", 4));

    var trims = trims().round();

    assertThat(ids()).containsExactly("5-0", "6-0", "7-0", "8-0", "9-0", "10-0");
    assertThat(trims.trimmed()).isEqualTo(4);
    assertThat(trims.held()).containsExactly(Map.of("two", "unread"));
    ack("one", read("one", 10));
    ack("two", read("two", 10));
    trims.round();
    assertThat(ids()).isEmpty();
    assertThat(trims.held()).last().isEqualTo(Map.of());
  }

  @Test
  void aPendingEntryHoldsItAndWhatFollows() {
    addOld(10);
    group("one");
    var entries = read("one", 10);
    ack("one", entries.subList(0, 3));
    ack("one", entries.subList(5, 10));

    var trims = trims().round().round();

    assertThat(ids()).hasSize(7).first().isEqualTo("4-0");
    assertThat(trims.held()).containsExactly(Map.of("one", "pending"));
  }

  @Test
  void aRegisteredGroupThatNeverStartedHoldsEverythingUntilItIsTakenOut() {
    addOld(10);
    group("one");
    ack("one", read("one", 10));
    scene.redis().commands().hset("streams:config", "reads:count:later", "");

    var trims = trims().round();

    assertThat(ids()).hasSize(10);
    assertThat(trims.held()).containsExactly(Map.of("later", "absent"));
    scene.redis().commands().hdel("streams:config", "reads:count:later");
    trims.round();
    assertThat(ids()).isEmpty();
  }

  @Test
  void aGroupThatWasDestroyedHoldsEverything() {
    addOld(10);
    group("one");
    ack("one", read("one", 10));
    scene.redis().commands().xgroupDestroy(KEY, "one");

    trims().round();

    assertThat(ids()).hasSize(10);
  }

  @Test
  void whatIsYoungerThanTheRetentionStays() {
    addOld(3);
    scene.redis().commands().xadd(KEY, "n", "4");
    group("one");
    ack("one", read("one", 4));

    trims().round();

    assertThat(ids()).hasSize(1);
  }

  @Test
  void aStreamThatNoGroupReadsIsCutByAgeAlone() {
    addOld(3);
    scene.redis().commands().xadd(KEY, "n", "4");

    new Trims(scene, WEEK, 0).round();

    assertThat(ids()).hasSize(1);
  }

  @Test
  void aLongStreamIsCutBeforeTheTimeButNotBeforeItsGroups() {
    addNew(2345);
    group("one");
    ack("one", read("one", 2105));

    var trims = new Trims(scene, WEEK, 345).round();

    assertThat(scene.length("count")).isEqualTo(345);
    assertThat(trims.held()).isEmpty();
    new Trims(scene, WEEK, 100).round();
    assertThat(scene.length("count")).isEqualTo(240);
    scene.redis().commands().hset("streams:config", "reads:count:later", "");
    new Trims(scene, WEEK, 0).round();
    assertThat(scene.length("count")).isEqualTo(240);
    scene.redis().commands().hdel("streams:config", "reads:count:later");
    ack("one", read("one", 240));
    new Trims(scene, WEEK, 7).round();
    assertThat(scene.length("count")).isEqualTo(7);
  }

  @Test
  void aLongPastIsCutInSeveralSteps() {
    addOld(4321);
    group("one");
    ack("one", read("one", 4000));

    trims().round();

    assertThat(scene.length("count")).isEqualTo(321);
  }

  @Test
  void aFullRedisIsStillCut() {
    addOld(10);
    group("one");
    ack("one", read("one", 10));
    scene.redis().commands().hset("streams:config", "publishes:count:publisher", "");
    scene.redis().commands().configSet("maxmemory", "1");

    var trims = trims().round();

    assertThat(ids()).isEmpty();
    assertThat(trims.failures()).isEmpty();
  }

  @Test
  void redisStillKnowsTheLagAfterACut() {
    addOld(300);
    group("one");
    ack("one", read("one", 250));
    trims().round();

    group("new");

    assertThat(lag("one")).isEqualTo(50);
    assertThat(lag("new")).isEqualTo(50);
    ack("new", read("new", 20));
    assertThat(lag("new")).isEqualTo(30);
    ack("one", read("one", 50));
    ack("new", read("new", 30));
    trims().round();
    assertThat(ids()).isEmpty();
    addNew(3);
    assertThat(lag("one")).isEqualTo(3);
    assertThat(lag("new")).isEqualTo(3);
  }

  private Trims trims() {
    return new Trims(scene, WEEK, ROOM);
  }

  /** Entries from the first seconds of 1970. */
  private void addOld(int number) {
    for (int n = 1; n <= number; n++) {
      scene.redis().commands().xadd(KEY, new XAddArgs().id(n + "-0"), "n", Integer.toString(n));
    }
  }

  private void addNew(int number) {
    for (int n = 1; n <= number; n++) {
      scene.redis().commands().xadd(KEY, "n", Integer.toString(n));
    }
  }

  private void group(String name) {
    scene.redis().commands().hset("streams:config", "reads:count:" + name, "");
    scene.redis().commands().xgroupCreate(StreamOffset.from(KEY, "0-0"), name);
  }

  @SuppressWarnings("unchecked")
  private List<String> read(String group, int number) {
    return scene
        .redis()
        .commands()
        .xreadgroup(
            Consumer.from(group, "me"),
            XReadArgs.Builder.count(number),
            StreamOffset.lastConsumed(KEY))
        .stream()
        .map(StreamMessage::getId)
        .toList();
  }

  private void ack(String group, List<String> ids) {
    scene.redis().commands().xack(KEY, group, ids.toArray(String[]::new));
  }

  private List<String> ids() {
    return scene.redis().commands().xrange(KEY, Range.unbounded(), Limit.unlimited()).stream()
        .map(StreamMessage::getId)
        .toList();
  }

  private long lag(String group) {
    for (var info : scene.redis().commands().xinfoGroups(KEY)) {
      var values = (List<?>) info;
      if (values.contains(group)) {
        return (Long) values.get(values.indexOf("lag") + 1);
      }
    }
    throw new AssertionError("no group " + group);
  }
}
