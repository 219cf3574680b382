package io.orderstream.streams.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final int MANY = 50;

  /**
   * To open one may take seconds. Seen red when each of those that wait tries by itself, one after
   * another.
   */
  @Test
  void thoseThatWaitedForAnAttemptInVainAreToldOfIt() throws InterruptedException {
    var attempts = new AtomicInteger();
    var go = new CountDownLatch(1);
    var refused = new AtomicInteger();
    var connection =
        new Connection(
            () -> {
              attempts.incrementAndGet();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              throw new RedisException("nobody there");
            },
            true);
    var waiting = new ArrayList<Thread>();
    for (int n = 0; n < MANY; n++) {
      waiting.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    assertThatThrownBy(connection::commands).hasMessage("nobody there");
                    refused.incrementAndGet();
                  }));
    }
    await()
        .until(
            () ->
                waiting.stream().filter(each -> each.getState() == Thread.State.BLOCKED).count()
                    == MANY - 1);

    go.countDown();

    for (var each : waiting) {
      each.join();
    }
    assertThat(refused).hasValue(MANY);
    assertThat(attempts).hasValue(1);
    assertThatThrownBy(connection::commands).hasMessage("nobody there");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void anotherMasterIsToldByWhatTheServerSays() {
    for (var says : new String[] {"READONLY You can't", "MOVED 1 b:1", "MASTERDOWN Link with"}) {
      assertThat(Connection.isElsewhere(new RedisCommandExecutionException(says))).isTrue();
    }
    for (var says : new String[] {"OOM command", "LOADING Redis is", "FENCED it is READONLY"}) {
      assertThat(Connection.isElsewhere(new RedisCommandExecutionException(says))).isFalse();
    }
  }
}
