package io.orderstream.streams.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderstream.streams.consume.Backlog;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Only a partition's owner reports its gauges. */
class MeteredGroupTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MeteredGroup group =
      new MeteredGroup("reader", meters, new Troubles("reader", InstantSource.system(), meters));

  @Test
  void aPartitionThatIsLetGoWhileItIsLookedAtLeavesNoGauge() throws Exception {
    var backlog = new Backlog("reader", "count", 3, 1, 1, 0, 0, 0, 0);
    try (var watch = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 20_000; round++) {
        group.owned(3, true);
        var looking = watch.submit(() -> group.gauged(backlog));
        group.owned(3, false);
        looking.get();

        assertThat(meters.find("streams.lag").gauges()).as("round %d", round).isEmpty();
      }
    }
  }
}
