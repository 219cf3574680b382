package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I5: an order holds up no other, however many entries wait behind one of it that is slow or fails.
 *
 * <p>There is one partition, room for 32 entries, and much more than that of one order. Seen red
 * when what waits in a lane keeps its room, when what waits already behind a failed attempt does,
 * when what is read again gets into another order, and when what is gone is not acked.
 */
class HeldEntriesIT {

  private static final int MANY = 400;
  private static final int OTHERS = 50;

  @AutoClose private final Scene scene = new Scene(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicBoolean fails = new AtomicBoolean(true);

  @Test
  void whatWaitsBehindASlowHandlerHoldsUpNoOtherOrder() {
    reader(this::slow);
    publishManyThenOthers();

    awaitOthers();

    assertThat(scene.on("seen")).doesNotContainKey("c-0");
    end.countDown();
    awaitAll();
  }

  @Test
  void whatWaitsBehindAFailedAttemptHoldsUpNoOtherOrder() {
    reader(this::failing);
    publishManyThenOthers();

    awaitOthers();

    assertThat(scene.on("seen")).doesNotContainKey("c-0");
    fails.set(false);
    awaitAll();
  }

  @Test
  void manyFailingOrdersHoldUpNoOther() {
    reader(
        (event, tally, delivery) -> {
          if (tally != null && fails.get()) {
            throw new IllegalStateException("not yet");
          }
          return Service.take(event, tally);
        });
    scene.publish(MANY / 4, 1, 4);
    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == MANY / 4);

    scene.publisher().add("another", 1);

    await().atMost(Scene.PATIENCE).until(() -> scene.on("seen").containsKey("another"));
    fails.set(false);
    scene.awaitSeen(MANY + 1);
    assertThat(scene.on("seen").values())
        .allSatisfy(each -> assertThat(each).isIn(numbers(1), numbers(4)));
  }

  @Test
  void whatIsDeletedWhileItWaitsIsCountedAndHoldsUpNothing() {
    var reader = reader(this::slow);
    publishManyThenOthers();
    awaitOthers();
    var deleted = new ArrayList<String>();
    var left = new ArrayList<Integer>();
    var all = commands().xrange(Scene.key("count", 0), Range.unbounded(), Limit.from(MANY));
    for (int n = 0; n < MANY; n++) {
      if (n > MANY / 2 && n % 3 == 0) {
        deleted.add(all.get(n).getId());
      } else {
        left.add(n + 1);
      }
    }
    commands().xdel(Scene.key("count", 0), deleted.toArray(String[]::new));

    end.countDown();

    scene.awaitSeen(left.size() + OTHERS);
    assertThat(scene.on("seen").get("c-0")).isEqualTo(left);
    await().until(() -> reader.meter("streams.lost") == deleted.size());
    scene.publisher().add("c-0", MANY + 1); // its order goes on
    scene.awaitSeen(left.size() + OTHERS + 1);
  }

  private RedisCommands<String, String> commands() {
    return scene.redis().commands();
  }

  private Service reader(EventHandler<CountEvent, Tally> handler) {
    return scene.reader(handler, "--streams.in-flight=4", "--streams.retry.attempts=1000");
  }

  private Decision<Tally> slow(CountEvent event, Tally tally, Delivery delivery)
      throws InterruptedException {
    if (event.counter().equals("c-0")) {
      end.await();
    }
    return Service.take(event, tally);
  }

  private Decision<Tally> failing(CountEvent event, Tally tally, Delivery delivery) {
    if (event.counter().equals("c-0") && fails.get()) {
      throw new IllegalStateException("not yet");
    }
    return Service.take(event, tally);
  }

  private void publishManyThenOthers() {
    scene.publish(1, 1, MANY);
    for (int c = 1; c <= OTHERS; c++) {
      scene.publisher().add("c-" + c, 1);
    }
  }

  private void awaitOthers() {
    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == OTHERS);
  }

  private void awaitAll() {
    scene.awaitSeen(MANY + OTHERS);
    assertThat(scene.length("seen")).isEqualTo(MANY + OTHERS);
    assertThat(scene.on("seen").get("c-0")).isEqualTo(numbers(MANY));
    assertThat(scene.deadLetters()).isZero();
  }

  private static List<Integer> numbers(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
