package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for is measured, and what can't be understood is said. */
class ArgumentsTest {

  @Test
  void whatIsNotGivenIsAsUsual() {
    var options = options("--rounds 5 --only ENGINE,CEILING --fsync always --out results");

    assertThat(options)
        .isEqualTo(
            new Options(
                200_000,
                300_000,
                5,
                Path.of("results"),
                List.of(Contender.ENGINE, Contender.CEILING),
                List.of(Durability.ALWAYS)));
  }

  @Test
  void quickIsSmallerButForWhatIsGiven() {
    assertThat(options("--events 20 --quick").events()).isEqualTo(20);
    assertThat(options("--quick").events()).isEqualTo(10_000);
  }

  @Test
  void whatCannotBeUnderstoodIsSaid() {
    assertFault("--event 5", "unknown option --event");
    assertFault("--events", "--events needs a value");
    assertFault("--events -5", "--events takes numbers of 1 to 99,999,999");
    assertFault("--fsync sometimes", "--fsync takes some of off, system and always");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockingPlan.parse(new String[] {"--quick"}, 0))
        .withMessage("unknown option --quick");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockingPlan.parse(new String[] {"--fsync", "off,always"}, 0))
        .withMessage("--fsync takes one of off, system and always here");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LatencyPlan.parse(new String[] {"--only", "ENGINE,KAFKA_EXACTLY_ONCE"}, 0))
        .withMessage("--only takes those on Redis here: Kafka Streams, exactly_once_v2 is not");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeltOptions.parse(new String[] {"--only", "COME"}, 0))
        .withMessage("--only takes some of [STOP, KILL, REDIS]; COME is part of the first two");
    assertFault("--only NOBODY", "--only takes some of [ENGINE, CONTAINER, TUNED");
  }

  private static void assertFault(String line, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(line))
        .withMessageStartingWith(fault);
  }

  private static Options options(String line) {
    return Options.parse(line.split(" "), 0);
  }
}
