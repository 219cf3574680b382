package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Consumers and publishers come and go; what was published arrives, once and in order.
 *
 * <p>Seen red when an owner doesn't claim what is pending, when entries are acked as they are read,
 * when work in hand isn't interrupted, gets no grace, or is waited for without end.
 */
class ComingAndGoingIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void fiveThousandEntriesArriveWhileConsumersCloseAndOpen() throws InterruptedException {
    scene.reader(Scene.TAKE);
    var passing = scene.passingReader(Scene.TAKE);
    var publishing = Thread.ofVirtual().start(() -> scene.publishPatiently(500, 1, 10));
    var opened = 1;

    while (publishing.isAlive() || scene.length("seen") < 4500) {
      var before = scene.length("seen");
      await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") > before || before == 5000);
      passing.close();
      passing = scene.passingReader(Scene.TAKE);
      opened++;
    }
    passing.close();

    scene.awaitSeen(5000);
    scene.assertOnceInOrder(500, 10);
  }

  @Test
  void afterTenOpenAndCloseAtOnceEverythingArrives() {
    try (var threads = Executors.newFixedThreadPool(11)) {
      threads.execute(() -> scene.publishPatiently(100, 1, 10));
      for (int i = 0; i < 10; i++) {
        threads.execute(() -> scene.passingReader(Scene.TAKE).close());
      }
    }

    scene.reader(Scene.TAKE);
    scene.publishPatiently(100, 11, 12);

    scene.awaitSeen(1200);
    scene.assertOnceInOrder(100, 12);
  }

  @Test
  void tenThousandEntriesOfTwentyPublishersThatCloseAtTheEndArrive() {
    var publishers =
        IntStream.range(0, 20).mapToObj(i -> scene.service("publisher", List.of())).toList();
    scene.reader(Scene.TAKE);
    scene.reader(Scene.TAKE);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int p = 0; p < 20; p++) {
        var first = p * 25;
        var publisher = publishers.get(p);
        threads.execute(
            () -> {
              publish(publisher, first, first + 25, 20);
              publisher.close();
            });
      }
    }

    scene.awaitSeen(10_000);
    scene.assertOnceInOrder(500, 20);
  }

  private static void publish(Service publisher, int from, int to, int numbers) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = from; c < to; c++) {
        var counter = "c-" + c;
        threads.execute(
            () ->
                IntStream.rangeClosed(1, numbers)
                    .forEach(n -> publisher.publishUntilAnswered(counter, n)));
      }
    }
  }

  @Test
  void workInHandIsToldToStopAfterTheGraceAndComesBackToAnother() {
    var told = new AtomicInteger();
    var begun = new AtomicInteger();
    var stopping =
        scene.passingReader(
            (event, tally, delivery) -> {
              begun.incrementAndGet();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                told.incrementAndGet();
                throw e;
              }
              return Service.take(event, tally);
            },
            "--streams.shutdown-grace=500ms");
    scene.publishPatiently(10, 1, 2);
    await().atMost(Scene.PATIENCE).until(() -> begun.get() == 10);

    stopping.close();

    assertThat(told).hasValue(10);
    assertThat(scene.length("seen")).isZero();
    var attempts = new ConcurrentHashMap<Integer, List<Integer>>();
    scene.reader(
        (event, tally, delivery) -> {
          attempts
              .computeIfAbsent(((CountEvent.Added) event).number(), n -> new ArrayList<>())
              .add(delivery.attempt());
          return Service.take(event, tally);
        });
    scene.awaitSeen(20);
    scene.assertOnceInOrder(10, 2);
    assertThat(attempts.get(1)).hasSize(10).containsOnly(2);
    assertThat(attempts.get(2)).hasSize(10);
  }

  @Test
  void toBeToldToStopInTheLastAttemptIsNoFailure() {
    var last = new AtomicInteger();
    var stopping =
        scene.passingReader(
            (event, tally, delivery) -> {
              if (delivery.attempt() == 2) {
                last.incrementAndGet();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
              throw new IllegalStateException("it failed, or was interrupted");
            },
            "--streams.shutdown-grace=500ms",
            "--streams.retry.attempts=2");
    scene.publishPatiently(10, 1, 2);
    await().atMost(Scene.PATIENCE).until(() -> last.get() == 10);

    stopping.close();
    scene.reader(
        (event, tally, delivery) -> Service.take(event, tally), "--streams.retry.attempts=2");

    scene.awaitSeen(20);
    scene.assertOnceInOrder(10, 2);
    assertThat(scene.deadLetters()).isZero();
  }

  @Test
  void workInHandMayFinishWithinTheGrace() throws InterruptedException {
    var go = new CountDownLatch(1);
    var begun = new AtomicInteger();
    var stopping =
        scene.passingReader(
            (event, tally, delivery) -> {
              begun.incrementAndGet();
              go.await();
              return Service.take(event, tally);
            });
    scene.publishPatiently(10, 1, 2);
    await().atMost(Scene.PATIENCE).until(() -> begun.get() == 10);

    var closing = Thread.ofVirtual().start(stopping::close);
    await().atMost(Scene.PATIENCE).until(() -> members() == 0);
    go.countDown();
    closing.join();

    // one may be done with, and the next begin, before its partition is told to stop
    assertThat(scene.length("seen")).isEqualTo(begun.get()).isBetween(10L, 20L);
    assertThat(scene.leases()).containsOnly("null");
  }

  @Test
  void aHandlerThatDoesNotListenKeepsTheServiceFromStoppingForTheGraceOnly() {
    var go = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var begun = new AtomicInteger();
    var stopping =
        scene.passingReader(
            (event, tally, delivery) -> {
              begun.incrementAndGet();
              awaitDeaf(go);
              ended.countDown();
              return Service.take(event, tally);
            },
            "--streams.shutdown-grace=500ms");
    scene.publishPatiently(1, 1, 2);
    await().atMost(Scene.PATIENCE).until(() -> begun.get() == 1);

    assertTimeoutPreemptively(Duration.ofSeconds(15), stopping::close);

    scene.reader(Scene.TAKE);
    scene.awaitSeen(2);
    go.countDown();
    await().atMost(Scene.PATIENCE).until(() -> ended.getCount() == 0);
    scene.publishPatiently(1, 3, 3);
    scene.awaitSeen(3);
    scene.assertOnceInOrder(1, 3);
  }

  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // as bad code does
        continue;
      }
    }
  }

  private long members() {
    return scene.redis().commands().zcard("members:reader");
  }
}
