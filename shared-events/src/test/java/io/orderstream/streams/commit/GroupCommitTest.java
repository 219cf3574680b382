package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Seen red when nobody waits, when nobody is told, and when who waits is held by the next ones. */
class GroupCommitTest {

  private final GroupCommit commits = new GroupCommit();

  @Test
  void nobodyWaitsWhereNothingIsUnderWay() throws InterruptedException {
    commits.await();
    commits.begin();
    commits.end();
    commits.await();
  }

  @Test
  void thoseThatAreReadyMeanwhileGoWhenAllUnderWayIsDone() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      commits.begin();
      commits.begin();
      var ready = new CountDownLatch(2);
      var first = threads.submit(() -> follow(ready));
      var second = threads.submit(() -> follow(ready));
      ready.await();
      await().until(() -> commits.waiting() == 2);
      commits.end();
      assertThat(first.isDone() || second.isDone()).isFalse();
      commits.end();
      first.get();
      second.get();
    }
  }

  @Test
  void whoWaitedIsNotHeldByThoseThatBeganSince() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      commits.begin();
      Future<Void> waits = threads.submit(() -> follow(new CountDownLatch(1)));
      await().until(() -> commits.waiting() == 1);
      commits.end();
      commits.begin(); // of the next ones
      try {
        waits.get(10, TimeUnit.SECONDS);
      } finally {
        commits.end();
      }
    }
  }

  private Void follow(CountDownLatch ready) throws InterruptedException {
    ready.countDown();
    commits.await();
    return null;
  }
}
