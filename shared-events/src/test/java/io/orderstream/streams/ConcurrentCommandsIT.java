package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * I1 between commands: of two on one order, the later one sees what the earlier one did, be it that
 * it took the order for a new one.
 *
 * <p>Seen red while a batch checked all its units before it wrote the first: two commands on one
 * order then both held the version they expected, and the second undid the first.
 */
class ConcurrentCommandsIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void commandsOnOneOrderAtTheSameTimeAllTakeEffect() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 1; n <= 50; n++) {
        var number = n;
        threads.execute(() -> scene.publisher().add("c-0", number));
      }
    }

    var all = IntStream.rangeClosed(1, 50).boxed().toList();
    var published = scene.on("count").get("c-0");
    assertThat(published).containsExactlyInAnyOrderElementsOf(all);
    assertThat(scene.publisher().numbers("c-0")).isEqualTo(published);
  }

  @Test
  void ofManyThatCreateAnOrderAllSeeWhatWasThereBefore() {
    var tallies = scene.publisher().bean(Streams.class).entities(Tally.class);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 1; n <= 50; n++) {
        var number = n;
        threads.execute(
            () -> tallies.create("c-0", was -> Decision.become(Tally.with(was, number))));
      }
    }

    assertThat(scene.publisher().numbers("c-0"))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void whereNothingIsCreatedWhatIsThereDecides() {
    var tallies = scene.publisher().bean(Streams.class).entities(Tally.class);
    assertThatThrownBy(() -> tallies.create("c-0", was -> Decision.nothing()))
        .isInstanceOf(IllegalStateException.class);

    scene.publisher().add("c-0", 1);
    var left = tallies.create("c-0", was -> Decision.nothing());

    assertThat(left).isEqualTo(new Versioned<>(1, new Tally(List.of(1))));
  }
}
