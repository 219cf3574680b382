package io.orderstream.streams;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.ScoredValue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * An Error that passes, as want of memory may, ends none of the loops that nobody would start
 * again.
 *
 * <p>Seen red when it ends a partition's owner, and when it ends what keeps the leases.
 */
class UnexpectedIT {

  /** For each partition's owner, and for what keeps their leases. */
  private static final int ERRORS = Scene.PARTITIONS + 1;

  @AutoClose private final Scene scene = new Scene();
  private final AtomicInteger thrown = new AtomicInteger();

  /** Where something goes wrong already, and is to be said. */
  private final class Failing extends AppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().contains("can't use Redis, and goes on when it can")
          && thrown.getAndIncrement() < ERRORS) {
        throw new LinkageError("for the test");
      }
    }
  }

  @Test
  void allGoesOnAfterErrorsInTheMiddleOfTrouble() {
    var log = (Logger) LoggerFactory.getLogger("io.orderstream.streams");
    var failing = new Failing();
    failing.start();
    log.addAppender(failing);
    try {
      scene.reader(Scene.TAKE);
      scene.publish(40, 1, 1);
      scene.awaitSeen(40);

      scene.redis().kill();
      await()
          .dontCatchUncaughtExceptions()
          .atMost(Scene.PATIENCE)
          .until(() -> thrown.get() >= ERRORS);
      scene.redis().restart();
      scene.publishPatiently(40, 2, 2);

      scene.awaitSeen(80);
      scene.assertOnceInOrder(40, 2);
      var beat = lastBeat();
      await().atMost(Scene.PATIENCE).until(() -> lastBeat() > beat);
    } finally {
      log.detachAppender(failing);
    }
  }

  private double lastBeat() {
    return scene.redis().commands().zrevrangeWithScores("members:reader", 0, 0).stream()
        .mapToDouble(ScoredValue::getScore)
        .sum();
  }
}
