package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Seen red when nobody waits, when nobody is told, and when who waits is held by the next ones. */
class GroupCommitTest {

  private final GroupCommit commits = new GroupCommit();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void ends() {
    threads.shutdownNow();
  }

  @Test
  void nobodyWaitsWhereNothingIsUnderWay() throws InterruptedException {
    commits.await();
    commits.begin();
    commits.end();
    commits.await();
  }

  @Test
  void thoseThatAreReadyMeanwhileGoWhenAllUnderWayIsDone() throws Exception {
    commits.begin();
    commits.begin();
    var first = threads.submit(this::follow);
    var second = threads.submit(this::follow);
    await().until(() -> commits.waiting() == 2);
    commits.end();
    assertThat(commits.waiting()).isEqualTo(2);
    commits.end();
    first.get(10, TimeUnit.SECONDS);
    second.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoWaitedIsNotHeldByThoseThatBeganSince() throws Exception {
    commits.begin();
    var waits = threads.submit(this::follow);
    await().until(() -> commits.waiting() == 1);
    commits.end();
    commits.begin(); // of the next ones
    waits.get(10, TimeUnit.SECONDS);
  }

  private Void follow() throws InterruptedException {
    commits.await();
    return null;
  }
}
