package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I3 and I4: an instance that is told to stop while it takes over what is pending takes no entry
 * after one that it left.
 *
 * <p>Seen red when only the entry that found no room was left to the next owner: the order's second
 * one took effect, and its first then counted as done.
 */
class StopAmidClaimIT {

  private static final int ROOM = 32;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void noEntryIsTakenAfterOneThatWasLeft() throws InterruptedException {
    var partition = Scene.partitionOf("c-0");
    var subjects =
        IntStream.iterate(0, n -> n + 1)
            .mapToObj(n -> "c-" + n)
            .filter(subject -> Scene.partitionOf(subject) == partition)
            .limit(ROOM + 2)
            .toList();
    var killed = scene.holdingReader(0, "--streams.in-flight=1000");
    for (var subject : subjects) {
      scene.publisher().add(subject, 1);
    }
    var last = subjects.getLast();
    scene.publisher().add(last, 2);
    await()
        .atMost(Scene.PATIENCE)
        .ignoreExceptionsInstanceOf(RedisException.class) // no group yet
        .until(() -> scene.pending() == ROOM + 3);
    killed.kill();

    var calls = new AtomicInteger();
    var go = new CountDownLatch(1);
    var stopping =
        scene.passingReader(
            (event, tally, delivery) -> {
              if (calls.incrementAndGet() > 1) { // the first one of a type runs alone
                go.await();
              }
              return Service.take(event, tally);
            },
            "--streams.in-flight=" + ROOM);
    await().atMost(Scene.PATIENCE).until(() -> calls.get() == ROOM + 1);
    var close = Thread.ofVirtual().start(stopping::close);
    await().pollDelay(Duration.ofMillis(1500)).until(() -> true); // longer than it waits for room
    go.countDown();
    close.join();
    scene.reader(Scene.TAKE);

    await().atMost(Scene.PATIENCE).until(() -> scene.pending() == 0);
    assertThat(scene.on("seen")).containsEntry(last, List.of(1, 2)).hasSize(ROOM + 2);
  }
}
