package io.orderstream.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Range;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The measurements of the whole system can be taken, and their checks can fail. */
class SystemIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Settings SHORT = new Settings(1, 2, null, List.of(Settings.Aspect.values()));

  @TempDir private Path folder;

  @Test
  void ordersGoThroughAndAreAllAccountedFor() throws Exception {
    var report = new Orders(HOME, SHORT).run();

    report.write(folder);
    var values = JsonMapper.shared().readTree(folder.resolve("system.json").toFile());
    assertThat(values.path("orders per second").asDouble()).isPositive();
    assertThat(values.path("POST /orders at 50 %, ms").path("count").asInt()).isPositive();
    assertThat(values.path("POST /orders").path("order-service")).hasSize(1);
    assertThat(Files.readString(folder.resolve("system.md")))
        .contains("| order-service | ", "| a bare endpoint with one XADD | ");
    assertThat(Files.readString(folder.resolve("system.svg"))).contains("<rect x=");
  }

  @Test
  void seesADoubledEventAndAStartThatUsesNothingThatWasKept() throws Exception {
    try (var stacks = new Stacks(HOME)) {
      var stack = stacks.start("plain", each -> each.withPlainStarts());
      try (var flow = new Flow(stack)) {
        flow.place(3);
        flow.check();
        stack.view().commands().xadd("events:order:{0}", repeated(stack));

        assertThatThrownBy(flow::check).hasMessage("events that say the same again: 1");
      }

      var part = Part.all(stack).getFirst();
      part.stop();

      assertThat(StartTimes.start(part, false).seconds()).isPositive();
      if (Files.isReadable(Path.of("/proc/self/maps"))) {
        assertThatThrownBy(() -> StartTimes.start(part, true))
            .hasMessage("order-service does not use what a rehearsal left");
      }
    }
  }

  /** The first event of some order, which is then there twice. */
  private static Map<String, String> repeated(LocalStack stack) {
    var redis = stack.view().commands();
    for (int n = 0; ; n++) {
      var entries = redis.xrange("events:order:{" + n + "}", Range.unbounded());
      if (!entries.isEmpty()) {
        return entries.getFirst().getBody();
      }
    }
  }

  @Test
  void countsWhatAnIdleServiceAsksOfRedis() throws IOException, InterruptedException {
    var report = new Idle(HOME, SHORT).run(List.of(ServiceKind.NOTIFICATION));

    report.write(folder);
    var values = JsonMapper.shared().readTree(folder.resolve("idle.json").toFile());
    var cost = values.path("notification-service");
    assertThat(cost.path("partitions").asInt()).isEqualTo(8);
    assertThat(cost.path("commands").path("zadd").asDouble()).isPositive();
  }
}
