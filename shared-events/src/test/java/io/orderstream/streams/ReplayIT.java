package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.autoconfigure.DeadLettersEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters keep the order of their order (I3), when they are replayed too. */
class ReplayIT {

  private final AtomicInteger refused = new AtomicInteger(2);
  private Scene scene;
  private Service reader;

  @BeforeEach
  void start() {
    scene = new Scene();
    reader =
        scene.reader(
            (event, tally, delivery) -> {
              if (event instanceof CountEvent.Added added && added.number() == refused.get()) {
                throw new NonRetryableException("no " + added.number());
              }
              return Service.take(event, tally);
            });
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private DeadLettersEndpoint endpoint() {
    return reader.deadLetters();
  }

  private Map<String, Object> list(@Nullable String order) {
    return body(endpoint().list(order, null, null, null, null));
  }

  private static Map<String, Object> body(
      org.springframework.boot.actuate.endpoint.web.WebEndpointResponse<Map<String, Object>> is) {
    return java.util.Objects.requireNonNull(is.getBody());
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> letters(@Nullable String order) {
    return (List<Map<String, Object>>) list(order).get("letters");
  }

  private int replay(@Nullable String letter, @Nullable String order, boolean all) {
    return endpoint().move("replay", letter, order, null, null, all ? true : null).getStatus();
  }

  private void awaitLetters(int number) {
    await()
        .atMost(Scene.PATIENCE)
        .untilAsserted(() -> assertThat(scene.deadLetters()).isEqualTo(number));
    await().atMost(Scene.PATIENCE).until(() -> scene.pending() == 0 && scene.replaying() == 0);
  }

  @Test
  void anOrdersLaterEntriesGoBehindItsLetterAndAReplayTakesThemInOrder() {
    scene.publish(20, 1, 5);
    awaitLetters(20 * 4);
    assertThat(scene.length("seen")).isEqualTo(20);

    refused.set(0);
    assertThat(replay(null, null, true)).isEqualTo(202);

    awaitLetters(0);
    scene.publish(20, 6, 7);
    scene.awaitSeen(20 * 7);
    scene.assertOnceInOrder(20, 7);
    assertThat(list(null)).containsEntry("total", 0L);
  }

  @Test
  void aReplayHandsOverWhatWasTrimmedSince() {
    scene.publish(3, 1, 4);
    awaitLetters(9);
    IntStream.range(0, Scene.PARTITIONS)
        .forEach(n -> scene.redis().commands().xtrim(Scene.key("count", n), 0));

    refused.set(0);
    replay(null, "c-1", false);

    awaitLetters(6);
    assertThat(scene.on("seen").get("c-1")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aLetterThatFailsAgainStaysTheFirstAndTellsOfBothFailures() {
    scene.publish(1, 1, 4);
    awaitLetters(3);
    var before = letters("c-0").getFirst();

    replay(null, "c-0", false);

    await().until(() -> letters("c-0").getFirst().get("attempts").equals(2));
    awaitLetters(3);
    var first = letters("c-0").getFirst();
    assertThat(first.get("entry")).isEqualTo(before.get("entry"));
    assertThat(first.get("firstFailure")).isEqualTo(before.get("firstFailure"));
    assertThat((java.time.Instant) first.get("lastFailure"))
        .isAfter((java.time.Instant) before.get("lastFailure"));

    refused.set(3);
    replay(null, "c-0", false);
    awaitLetters(2);
    assertThat(letters("c-0").getFirst().get("message")).isEqualTo("no 3");
    refused.set(0);
    replay(null, "c-0", false);
    awaitLetters(0);
    scene.assertOnceInOrder(1, 4);
  }

  @Test
  void theReplayOfOneLetterTakesThoseBeforeItAndLeavesThoseBehindIt() {
    scene.publish(1, 1, 5);
    awaitLetters(4);
    refused.set(0);
    var third = (String) letters("c-0").get(1).get("letter");

    replay(third, null, false);

    awaitLetters(2);
    assertThat(scene.on("seen").get("c-0")).containsExactly(1, 2, 3);
    scene.publish(1, 6, 6);
    awaitLetters(3);
    replay(null, "c-0", false);
    awaitLetters(0);
    scene.assertOnceInOrder(1, 6);
  }

  @Test
  void aDiscardedLetterIsGoneAndTheOrderGoesOnWhenItsLastIs() {
    scene.publish(2, 1, 2);
    awaitLetters(2);
    var letter = (String) letters("c-0").getFirst().get("letter");

    var done = endpoint().move("discard", letter, null, null, null, null);

    assertThat(body(done)).containsEntry("letters", 1L);
    assertThat(endpoint().read(letter).getStatus()).isEqualTo(404);
    scene.publish(2, 3, 3);
    awaitLetters(2);
    assertThat(scene.on("seen").get("c-0")).containsExactly(1, 3);
    assertThat(scene.on("seen").get("c-1")).containsExactly(1);
  }

  @Test
  void manyReplaysAtOnceWhileEventsKeepComingRepeatNothing() throws Exception {
    scene.publish(50, 1, 3);
    awaitLetters(100);
    refused.set(0);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> scene.publish(50, 4, 8));
      for (int i = 0; i < 8; i++) {
        threads.execute(() -> replay(null, null, true));
      }
    }
    await()
        .atMost(Scene.PATIENCE)
        .until(
            () -> {
              replay(null, null, true);
              return scene.length("seen") >= 50 * 8;
            });

    awaitLetters(0);
    scene.assertOnceInOrder(50, 8);
  }

  @Test
  void lettersAreListedPageByPageAndByWhatTheyAre() {
    scene.publish(7, 1, 3);
    awaitLetters(14);

    var names = new java.util.LinkedHashSet<Object>();
    String after = null;
    do {
      var page = body(endpoint().list(null, null, null, 4, after));
      after = (String) page.get("next");
      @SuppressWarnings("unchecked")
      var letters = (List<Map<String, Object>>) page.get("letters");
      letters.forEach(letter -> assertThat(names.add(letter.get("letter"))).isTrue());
    } while (after != null);

    assertThat(names).hasSize(14);
    assertThat(letters("c-3")).extracting(letter -> letter.get("order")).containsOnly("c-3");
    assertThat(letters("c-3")).hasSize(2);
    assertThat(body(endpoint().list(null, "count.added.v1", "NonRetryableException", 1000, null)))
        .extractingByKey("letters", org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(14);
    assertThat(body(endpoint().list(null, "other.v1", null, null, null)).get("letters"))
        .isEqualTo(List.of());
  }

  @Test
  void aLetterIsShownInFull() {
    scene.publish(1, 1, 2);
    awaitLetters(1);
    var letter = (String) letters("c-0").getFirst().get("letter");

    var full = body(endpoint().read(letter));

    assertThat(full)
        .containsEntry("message", "no 2")
        .containsEntry("order", "c-0")
        .containsEntry("data", Map.of("counter", "c-0", "number", 2));
    assertThat((List<?>) full.get("stack")).first().asString().contains("NonRetryableException");
    assertThat((List<?>) full.get("fields")).hasSize(7);
  }

  @Test
  void anUnclearRequestChangesNothingAndSaysWhatIsMissing() {
    var unclear = endpoint().move("replay", null, null, null, null, null);
    var absent = endpoint().move("replay", "1:1-1", null, null, null, null);
    var unknown = endpoint().move("burn", null, null, null, null, true);
    var limit = endpoint().list(null, null, null, 0, null);

    assertThat(unclear.getStatus()).isEqualTo(400);
    assertThat(body(unclear)).extractingByKey("detail").asString().startsWith("say which");
    assertThat(absent.getStatus()).isEqualTo(404);
    assertThat(unknown.getStatus()).isEqualTo(404);
    assertThat(limit.getStatus()).isEqualTo(400);
  }

  @Test
  void garbageCanOnlyBeDiscarded() {
    scene.redis().commands().xadd(Scene.key("count", 3), Map.of("hello", "world"));
    awaitLetters(1);
    var letter = (String) letters(null).getFirst().get("letter");

    assertThat(replay(letter, null, false)).isEqualTo(409);
    assertThat(endpoint().move("discard", null, null, null, null, true).getStatus()).isEqualTo(200);

    awaitLetters(0);
  }
}
