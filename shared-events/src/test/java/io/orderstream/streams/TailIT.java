package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever watches sees each event once and in order, and disturbs nobody.
 *
 * <p>Seen red when what is told while a tail reads is forgotten, and when a tail moves too far past
 * what is not for it.
 */
class TailIT {

  private static final Duration FAST = Duration.ofNanos(50_000);

  @AutoClose private final Scene scene = new Scene();
  private Streams streams;

  @BeforeEach
  void start() {
    streams = scene.publisher().bean(Streams.class);
  }

  private Tail tail(String counter, @Nullable String after, List<Integer> numbers) {
    return tail(counter, after, numbers, new AtomicReference<>());
  }

  private Tail tail(
      String counter,
      @Nullable String after,
      List<Integer> numbers,
      AtomicReference<@Nullable String> last) {
    var tail =
        streams.tail(
            CountEvent.class,
            counter,
            after,
            tailed -> {
              numbers.add(number(tailed));
              last.set(tailed.entryId());
            });
    scene.atEnd(tail::close);
    return tail;
  }

  private static int number(Tailed<CountEvent> tailed) {
    return switch (tailed.event()) {
      case CountEvent.Added added -> added.number();
    };
  }

  private static List<Integer> upTo(int number) {
    return IntStream.rangeClosed(1, number).boxed().toList();
  }

  @Test
  void aTailSeesItsSubjectsEventsFromThenOnInOrder() {
    scene.publish(20, 1, 3);
    var numbers = new CopyOnWriteArrayList<Integer>();
    tail("c-7", null, numbers);

    scene.publish(20, 4, 9);

    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 6);
    assertThat(numbers).containsExactly(4, 5, 6, 7, 8, 9);
  }

  @Test
  void aTailThatBeginsAtTheFirstEntrySeesAllThatStandsThere() {
    scene.publish(20, 1, 30);
    var numbers = new CopyOnWriteArrayList<Integer>();

    tail("c-7", "0-0", numbers);

    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 30);
    assertThat(numbers).isEqualTo(upTo(30));
  }

  @Test
  void whoResumesAgainAndAgainMissesNoneAndSeesNoneTwice() {
    var numbers = new CopyOnWriteArrayList<Integer>();
    var last = new AtomicReference<@Nullable String>("0-0");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> scene.publish(8, 1, 300));
      for (int stops = 10; stops <= 300; stops += 10) {
        var until = stops;
        var tail = tail("c-1", last.get(), numbers, last);
        await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= until);
        tail.close();
        assertThat(tail.ended().toCompletableFuture()).succeedsWithin(Scene.PATIENCE);
      }
    }

    assertThat(numbers).isEqualTo(upTo(300));
  }

  /** One after another, each as soon as the one before it was seen, others' in between. */
  @Test
  void noEventIsOverlookedHoweverCloseItComes() {
    scene.publisher().add("c-1", 1);
    var n = Scene.partitionOf("c-1");
    var own = scene.redis().commands().xrange(Scene.key("count", n), Range.unbounded());
    var fields = own.getFirst().getBody();
    var others = new HashMap<>(fields);
    others.put("subject", "somebody else");
    var numbers = new CopyOnWriteArrayList<Integer>();
    tail("c-1", null, numbers);

    for (int i = 1; i <= 3000; i++) {
      scene.redis().commands().xadd(Scene.key("count", n), others);
      scene.redis().commands().xadd(Scene.key("count", n), fields);
      var seen = i;
      await().pollInterval(FAST).atMost(Scene.PATIENCE).until(() -> numbers.size() == seen);
    }
  }

  @Test
  void aTailOfAStreamSeesAllSubjectsEachInOrder() {
    var seen = new ConcurrentHashMap<String, List<Integer>>();
    var atOnce = new ArrayList<String>(); // not for many threads at once
    var tail =
        streams.tail(
            CountEvent.class,
            Map.of(),
            tailed -> {
              atOnce.add(tailed.eventId());
              seen.computeIfAbsent(tailed.event().subject(), c -> new ArrayList<>())
                  .add(number(tailed));
            });
    scene.atEnd(tail::close);

    scene.publish(40, 1, 10);

    await()
        .atMost(Scene.PATIENCE)
        .until(() -> seen.values().stream().mapToInt(List::size).sum() >= 400);
    assertThat(seen)
        .hasSize(40)
        .allSatisfy((c, numbers) -> assertThat(numbers).isEqualTo(upTo(10)));
    assertThat(atOnce).doesNotHaveDuplicates().hasSize(400);
  }

  @Test
  void aTailGoesOnWhereItStoodWhenRedisIsBack() {
    var numbers = new CopyOnWriteArrayList<Integer>();
    tail("c-1", null, numbers);
    scene.publish(4, 1, 50);

    var stream = Scene.key("count", Scene.partitionOf("c-1"));
    var fields = scene.redis().commands().xrevrange(stream, Range.unbounded()).getFirst().getBody();
    fields.put("subject", "c-1");
    fields.put("data", "{\"counter\":\"c-1\",\"number\":51}");

    scene.redis().killAndRestart();
    scene.redis().commands().xadd(stream, fields); // before the tail is back
    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 51);
    await()
        .atMost(Scene.PATIENCE)
        .ignoreException(StreamsUnavailableException.class)
        .until(() -> scene.publisher().numbers("c-1").size() == 50);
    scene.publish(4, 52, 100);

    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 100);
    assertThat(numbers).isEqualTo(upTo(100));
  }

  @Test
  void aWatcherThatFailsEndsItsOwnTailOnly() {
    var numbers = new CopyOnWriteArrayList<Integer>();
    tail("c-1", null, numbers);
    var failing =
        streams.tail(
            CountEvent.class,
            "c-1",
            null,
            tailed -> {
              throw new IllegalStateException("the browser is gone");
            });

    scene.publish(2, 1, 5);

    assertThat(failing.ended().toCompletableFuture())
        .failsWithin(Scene.PATIENCE)
        .withThrowableThat()
        .withMessageContaining("the browser is gone");
    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 5);
    assertThat(numbers).isEqualTo(upTo(5));
  }

  @Test
  void aWatcherThatHangsHoldsUpNoOther() {
    var hold = new CountDownLatch(1);
    var hanging =
        streams.tail(
            CountEvent.class,
            "c-1",
            null,
            tailed -> {
              try {
                hold.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    var numbers = new CopyOnWriteArrayList<Integer>();
    tail("c-1", null, numbers);

    scene.publish(2, 1, 200);

    await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= 200);
    assertThat(numbers).isEqualTo(upTo(200));
    hanging.close();
    assertThat(hanging.ended().toCompletableFuture()).succeedsWithin(Scene.PATIENCE);
  }

  @Test
  void aWatcherMayCloseItsTail() {
    var self = new AtomicReference<@Nullable Tail>();
    var numbers = new CopyOnWriteArrayList<Integer>();
    var begun = new CountDownLatch(1);
    var tail =
        streams.tail(
            CountEvent.class,
            "c-1",
            null,
            tailed -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              numbers.add(number(tailed));
              var own = self.get();
              if (own != null && numbers.size() == 3) {
                own.close();
              }
            });
    self.set(tail);
    begun.countDown();

    IntStream.rangeClosed(1, 10).forEach(n -> scene.publisher().add("c-1", n));

    assertThat(tail.ended().toCompletableFuture()).succeedsWithin(Scene.PATIENCE);
    assertThat(numbers).containsExactly(1, 2, 3);
  }

  @Test
  void aHundredTailsOfAPartitionShareOneConnectionThatGoesWithThem() {
    var before = connections();
    var tails = new ArrayList<Tail>();
    var numbers = new CopyOnWriteArrayList<Integer>();
    for (int i = 0; i < 100; i++) {
      tails.add(tail("c-1", null, numbers));
    }
    scene.publisher().add("c-1", 1);
    await().atMost(Scene.PATIENCE).until(() -> numbers.size() == 100);

    assertThat(connections()).isEqualTo(before + 1);
    tails.forEach(Tail::close);
    await().atMost(Scene.PATIENCE).until(() -> connections() == before);
  }

  private long connections() {
    return scene.redis().commands().clientList().lines().count();
  }

  @Test
  void aPositionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> tail("c-1", "yesterday", new ArrayList<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the id of a stream's entry, such as 1700000000000-0: yesterday");
    assertThatThrownBy(() -> streams.tail(CountEvent.class, Map.of(8, "0-0"), tailed -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no partition 8, only 0 to 7");
  }

  @Test
  void nothingIsWatchedWhileRedisIsAway() {
    scene.redis().kill();

    assertThatThrownBy(() -> tail("c-1", null, new ArrayList<>()))
        .isInstanceOf(StreamsUnavailableException.class);

    scene.redis().restart();
  }
}
