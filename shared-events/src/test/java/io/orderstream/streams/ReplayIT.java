package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.Range;
import io.orderstream.streams.autoconfigure.DeadLettersEndpoint;
import io.orderstream.streams.kit.CuttingProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

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

  private static Map<String, Object> body(WebEndpointResponse<Map<String, Object>> is) {
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
  void pagesBeginAnywhereAndGoOnThoughTheLetterBeforeIsGone() {
    scene.publish(7, 1, 3);
    awaitLetters(14);

    assertThat(page(null, "0:0-0")).hasSize(14);
    var ofOne = page("c-3", null);
    endpoint().move("discard", (String) ofOne.get(1).get("letter"), null, null, null, null);
    assertThat(page("c-3", (String) ofOne.get(1).get("letter"))).isEmpty();
    assertThat(page("c-3", (String) ofOne.get(0).get("letter"))).isEmpty();
    assertThat(page("c-3", null)).containsExactly(ofOne.get(0));
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> page(@Nullable String order, @Nullable String after) {
    var page = body(endpoint().list(order, null, null, 100, after));
    return (List<Map<String, Object>>) page.get("letters");
  }

  @Test
  void whatIsOfATypeOrFailedByAnExceptionIsMovedAndCounted() {
    scene.publish(4, 1, 2);
    awaitLetters(4);
    add("c-0", "other.v1", "{}");
    add("d-0", "count.added.v1", "{");
    add("d-1", "count.added.v1", "{");
    awaitLetters(7);
    refused.set(0);

    var discarded = endpoint().move("discard", null, null, "other.v1", null, null);
    assertThat(body(discarded)).containsEntry("letters", 1L).containsEntry("orders", 1L);
    var none = endpoint().move("replay", null, "c-1", "other.v1", null, null);
    assertThat(body(none)).containsEntry("letters", 0L).containsEntry("orders", 0L);
    var replayed = endpoint().move("replay", null, null, null, "NonRetryableException", null);
    assertThat(replayed.getStatus()).isEqualTo(202);
    assertThat(body(replayed)).containsEntry("letters", 4L).containsEntry("orders", 4L);
    awaitLetters(2);
    assertThat(scene.on("seen")).hasSize(4).allSatisfy((c, n) -> assertThat(n).hasSize(2));

    var exception = (String) letters(null).getFirst().get("exception");
    assertThat(exception).endsWith(".UndecodableException");
    discarded = endpoint().move("discard", null, null, "count.added.v1", exception, null);
    assertThat(discarded.getStatus()).isEqualTo(200);
    assertThat(body(discarded)).containsEntry("letters", 2L).containsEntry("orders", 2L);
    awaitLetters(0);
  }

  private void add(String subject, String type, String data) {
    var key = Scene.key("count", Scene.partitionOf(subject));
    var fields =
        Map.of(
            "specversion",
            "1.0",
            "id",
            "1",
            "type",
            type,
            "subject",
            subject,
            "data",
            data,
            "time",
            "2026-11-01T00:00:00Z");
    scene.redis().commands().xadd(key, fields);
  }

  @Test
  void manyAreMovedWithAWordForEachThousandAndReadOnce() {
    addGarbage(2400);
    awaitLetters(2400);
    var said = new ConcurrentLinkedQueue<String>();
    listen(said);
    var once = sent(this::readAll);
    var moved = new AtomicReference<WebEndpointResponse<Map<String, Object>>>();
    var sent = sent(() -> moved.set(endpoint().move("discard", null, null, null, null, true)));

    assertThat(body(moved.get())).containsEntry("letters", 2400L).containsEntry("orders", 2400L);
    assertThat(said)
        .containsExactly(
            "discard of dead letters: 1000 so far",
            "discard of dead letters: 2000 so far",
            "discard of 2400 dead letters of 2400 orders");
    awaitLetters(0);
    assertThat(sent).isLessThan(2 * once);
  }

  private void readAll() {
    IntStream.range(0, Scene.PARTITIONS)
        .forEach(
            n -> scene.redis().commands().xrange("dead:reader:{" + n + "}", Range.unbounded()));
  }

  /** How many bytes Redis sends meanwhile. */
  private long sent(Runnable meanwhile) {
    scene.redis().commands().configResetstat();
    meanwhile.run();
    var stats = scene.redis().commands().info("stats");
    return Long.parseLong(stats.split("total_net_output_bytes:")[1].split("\\s")[0]);
  }

  @Test
  void aRedisThatIsGoneInTheMiddleIsSaidWithTheNumberDoneBefore() {
    addGarbage(1000);
    awaitLetters(1000);
    try (var proxy = new CuttingProxy(scene.redis().port())) {
      var service = new Service("reader", proxy.port(), null);
      scene.atEnd(service::close);
      proxy.delayReplies(Duration.ofMillis(2));
      var answer = new CompletableFuture<WebEndpointResponse<Map<String, Object>>>();
      Thread.ofVirtual()
          .start(
              () ->
                  answer.complete(
                      service.deadLetters().move("discard", null, null, null, null, true)));
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Scene.PATIENCE)
          .until(() -> scene.deadLetters() < 900);
      scene.redis().kill();

      assertThat(answer.join().getStatus()).isEqualTo(503);
      scene.redis().restart();
      var done = (long) body(answer.join()).get("letters");
      // the last one's reply may be lost
      assertThat(1000 - scene.deadLetters() - done).isBetween(0L, 1L);
    }
  }

  private void addGarbage(int number) {
    for (int n = 0; n < number; n++) {
      var key = Scene.key("count", n % Scene.PARTITIONS);
      scene.redis().commands().xadd(key, Map.of("hello", "world"));
    }
  }

  private void listen(Queue<String> said) {
    var keep =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
          }
        };
    var logger = (Logger) LoggerFactory.getLogger("io.orderstream.streams");
    logger.addAppender(keep);
    scene.atEnd(() -> logger.detachAppender(keep));
    keep.start();
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
