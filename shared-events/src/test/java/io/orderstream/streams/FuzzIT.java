package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * I7: nothing that can stand in a stream stops a consumer. Each entry takes effect, is of a type
 * that the service doesn't know, or is a dead letter, once; good orders among them go on; and all
 * of it in a process that has 256 MB of heap.
 *
 * <p>Seen red when commit.lua compares ids as numbers, when a latency of more than 292 years is
 * recorded, and when the codec lets through what Jackson throws.
 *
 * <p>{@code -Dfuzz.entries=1000000} tries more than 20,000, {@code -Dfuzz.seed=} the same again.
 */
class FuzzIT {

  private static final int ENTRIES = Integer.getInteger("fuzz.entries", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final int AT_ONCE = 5000;
  private static final int ORDERS = 10;

  @AutoClose private final Scene scene = new Scene();
  private final Map<String, List<Integer>> taken = new HashMap<>();
  private RedisAsyncCommands<byte[], byte[]> raw;
  private long handled;
  private long dead;

  /** What was sent: where it stands, and whether a handler should see it if it can be read. */
  private record Sent(String place, boolean isKnown) {}

  @BeforeEach
  void connect() {
    scene.redis().commands().configSet("appendfsync", "no");
    var client = RedisClient.create(RedisURI.create("localhost", scene.redis().port()));
    scene.atEnd(client::shutdown);
    raw = client.connect(ByteArrayCodec.INSTANCE).async();
  }

  @Test
  void whateverStandsInAStreamTakesEffectOrIsSetAsideAndTheRestFlows() throws Exception {
    var reader = scene.holdingReader(Integer.MAX_VALUE, "--logging.level.root=off");
    await().atMost(Scene.PATIENCE).until(() -> reader.said("up") == 1);
    var fuzz = new Fuzz(SEED);
    System.out.printf("%d entries, seed %d%n", ENTRIES, SEED);
    var shouldBeHandled = 0L;
    var rounds = (ENTRIES + AT_ONCE - 1) / AT_ONCE;
    for (int round = 1; round <= rounds; round++) {
      var sent = send(fuzz, Math.min(AT_ONCE, ENTRIES - (round - 1) * AT_ONCE), round);
      await().atMost(Scene.PATIENCE).until(this::isAllDoneWith);
      var letters = letters();
      dead += letters.size();
      for (var each : sent) {
        shouldBeHandled += each.isKnown() && !letters.contains(each.place()) ? 1 : 0;
      }
      look();
      assertThat(handled).as("seed %d, round %d", SEED, round).isEqualTo(shouldBeHandled);
      forget();
    }
    var all = IntStream.rangeClosed(1, rounds).boxed().toList();
    assertThat(taken).as("seed %d", SEED).hasSize(ORDERS);
    assertThat(taken.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(all));
    assertThat(reader.isAlive()).isTrue();
    System.out.printf("%d took effect, %d set aside, of %d%n", handled, dead, ENTRIES);
  }

  /** Among them each good order gets one more number. */
  private List<Sent> send(Fuzz fuzz, int entries, int round) throws Exception {
    var sent = new ArrayList<Sent>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int order = 0; order < ORDERS; order++) {
        var name = "order-" + order;
        threads.execute(() -> scene.publisher().add(name, round));
      }
      for (int left = entries; left > 0; left -= 250) {
        var raws = IntStream.range(0, Math.min(250, left)).mapToObj(i -> fuzz.next()).toList();
        var ids = new ArrayList<RedisFuture<String>>();
        raws.forEach(each -> ids.add(add(each)));
        for (int i = 0; i < raws.size(); i++) {
          var id = ids.get(i).get(60, TimeUnit.SECONDS);
          var known = raws.get(i).field("type").equals("count.added.v1");
          sent.add(new Sent(raws.get(i).partition() + "/" + id, known));
        }
      }
    }
    return sent;
  }

  private RedisFuture<String> add(Fuzz.Raw entry) {
    var key = Fuzz.utf8(Scene.key("count", entry.partition()));
    return raw.xadd(key, entry.fields().toArray());
  }

  /** In this order: what was read after the first look shows in the second. */
  private boolean isAllDoneWith() {
    return unread() == 0 && scene.pending() == 0;
  }

  private long unread() {
    var unread = 0L;
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      var last = "0-0";
      for (var group : scene.redis().commands().xinfoGroups(Scene.key("count", n))) {
        var info = (List<?>) group;
        last = String.valueOf(info.get(info.indexOf("last-delivered-id") + 1));
      }
      var after = Range.from(Range.Boundary.excluding(last), Range.Boundary.<String>unbounded());
      unread += scene.redis().commands().xrange(Scene.key("count", n), after, Limit.from(1)).size();
    }
    return unread;
  }

  /** Where the entries stood that were set aside. */
  private Set<String> letters() {
    var letters = new HashSet<String>();
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      var partition = n;
      each(
          "dead:reader:{" + n + "}",
          letter -> {
            assertThat(letter.getBody()).containsEntry("dead.stream", "count");
            assertThat(letters.add(partition + "/" + letter.getBody().get("dead.entry")))
                .as("seed %d: set aside once", SEED)
                .isTrue();
          });
    }
    return letters;
  }

  /** What took effect since the last look. */
  private void look() {
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      each(
          Scene.key("seen", n),
          seen -> {
            var subject = String.valueOf(seen.getBody().get("subject"));
            if (subject.startsWith("order-")) {
              var data = String.valueOf(seen.getBody().get("data"));
              var number = data.replaceAll(".*\"number\":(\\d+).*", "$1");
              taken.computeIfAbsent(subject, s -> new ArrayList<>()).add(Integer.parseInt(number));
            } else {
              handled++;
            }
          });
    }
  }

  private void each(String stream, Consumer<StreamMessage<String, String>> todo) {
    var after = "0-0";
    List<StreamMessage<String, String>> page;
    do {
      var range = Range.from(Range.Boundary.excluding(after), Range.Boundary.<String>unbounded());
      page = scene.redis().commands().xrange(stream, range, Limit.from(250));
      for (var message : page) {
        todo.accept(message);
        after = message.getId();
      }
    } while (page.size() == 250);
  }

  /** A million would not fit: what was looked at goes, but for the good orders. */
  private void forget() {
    var redis = scene.redis().commands();
    for (int n = 0; n < Scene.PARTITIONS; n++) {
      for (var stream :
          List.of(Scene.key("count", n), Scene.key("seen", n), "dead:reader:{" + n + "}")) {
        redis.xtrim(stream, 0);
      }
    }
    var keys = new ArrayList<>(redis.keys("letters:reader:*:*"));
    redis.keys("state:reader:*").stream().filter(k -> !k.contains("}:order-")).forEach(keys::add);
    for (int at = 0; at < keys.size(); at += 1000) {
      redis.del(keys.subList(at, Math.min(at + 1000, keys.size())).toArray(String[]::new));
    }
  }

  @Test
  void idsThatDifferInTheirLastDigitsOnlyAreToldApart() {
    var n = Scene.partitionOf("c-0");
    var ids =
        List.of(
            "9223372036854775000-7",
            "9223372036854775001-3",
            "9223372036854775001-9223372036854775000",
            "9223372036854775001-9223372036854775001",
            "18446744073709551614-0");
    for (int i = 0; i < ids.size(); i++) {
      scene
          .redis()
          .commands()
          .xadd(
              Scene.key("count", n),
              XAddArgs.Builder.maxlen(100).id(ids.get(i)),
              added("c-0", i + 1, "2026-11-01T00:00:00Z"));
    }

    scene.reader(Scene.TAKE);

    await().atMost(Scene.PATIENCE).until(() -> scene.length("count") == 5 && isAllDoneWith());
    scene.assertOnceInOrder(1, 5);
  }

  @Test
  void anEventOfAnotherAgeTakesEffectAtItsFirstAttempt() {
    var reader = scene.reader(Scene.TAKE);
    var times =
        List.of(
            "-1000000000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "+1000000000-12-31T00:00:00Z");
    for (int i = 0; i < times.size(); i++) {
      var key = Scene.key("count", Scene.partitionOf("c-0"));
      scene.redis().commands().xadd(key, added("c-0", i + 1, times.get(i)));
    }

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 3 && isAllDoneWith());
    scene.assertOnceInOrder(1, 3);
    var retried =
        reader.bean(MeterRegistry.class).find("streams.handled").tag("outcome", "retried");
    assertThat(retried.counter()).isNull();
  }

  private static Map<String, String> added(String counter, int number, String time) {
    return Map.of(
        "specversion",
        "1.0",
        "id",
        "id-" + number,
        "type",
        "count.added.v1",
        "subject",
        counter,
        "time",
        time,
        "data",
        "{\"counter\":\"%s\",\"number\":%d}".formatted(counter, number));
  }
}
