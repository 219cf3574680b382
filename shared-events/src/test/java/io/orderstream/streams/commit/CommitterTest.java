package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.commit.Unit.Result;
import io.orderstream.streams.redis.Connections;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Who waits for a commit is told of it. */
class CommitterTest {

  private static final CommitListener NOBODY =
      new CommitListener() {
        @Override
        public void committed(int units, Duration took) {}

        @Override
        public void full(int partition, boolean isFull) {}
      };

  /** Never opens one. */
  @AutoClose
  private final Connections connections = new Connections(new LettuceConnectionFactory());

  /** Seen red when its thread ends by it: those that wait would wait for ever. */
  @Test
  void whatIsUnexpectedEndsOneCommitAndNotTheNext() {
    var asked = new AtomicInteger();
    try (var committer =
        new Committer(
            connections.shared(),
            new Keys("reader", 0),
            10,
            () -> {
              if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("for the test");
              }
              return null;
            },
            NOBODY)) {
      assertThat(committer.submit(unit()))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(OutOfMemoryError.class);
      assertThat(committer.submit(unit()))
          .succeedsWithin(Duration.ofSeconds(10))
          .isEqualTo(Result.FENCED);
    }
  }

  private static Unit unit() {
    return new Unit(Unit.Kind.E, "a", 0, null, "count", "1-1", false, null, Effects.appending());
  }
}
