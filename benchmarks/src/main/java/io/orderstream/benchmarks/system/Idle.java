package io.orderstream.benchmarks.system;

import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What each service costs while no orders come: one service at a time, the others stopped. */
final class Idle {

  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+),");
  private static final int SHOWN = 6;

  private final Path home;
  private final Settings settings;

  /**
   * @param cpu percent of one core
   * @param compiler what of it the JIT compiler took
   * @param commands per second; also those that scripts call
   * @param partitions how many it owned
   */
  record Cost(double cpu, double compiler, Map<String, Double> commands, int partitions) {

    double all() {
      return commands.values().stream().mapToDouble(each -> each).sum();
    }

    String most() {
      return commands.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(SHOWN)
          .map(each -> "%s %.1f".formatted(each.getKey(), each.getValue()))
          .collect(Collectors.joining(", "));
    }
  }

  Idle(Path home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  Report run() throws IOException, InterruptedException {
    return run(List.of(ServiceKind.values()));
  }

  Report run(List<ServiceKind> kinds) throws IOException, InterruptedException {
    try (var stacks = new Stacks(home)) {
      var stack = stacks.start("idle", settings -> settings);
      Part.all(stack).forEach(Part::stop);
      var report = report(stack);
      for (var kind : kinds) {
        say(kind, measure(stack, kind), report);
      }
      return report;
    }
  }

  private Report report(LocalStack stack) {
    var report = new Report("idle", settings, Stacks.redis(stack));
    report.say(
        "Each service alone, without work, for %1$d s after twice as long to settle"
            .formatted(settings.seconds()));
    report.table(
        "service",
        "CPU, % of a core",
        "of that JIT compiler",
        "Redis commands/s",
        "per owned partition",
        "most of them, per second");
    return report;
  }

  private Cost measure(LocalStack stack, ServiceKind kind)
      throws IOException, InterruptedException {
    var part = Part.of(stack, kind);
    part.start();
    try {
      System.err.println(part.name() + " settles");
      TimeUnit.SECONDS.sleep(2L * settings.seconds());
      System.err.println(part.name() + " is watched");
      var before = calls(stack);
      var cpu = part.cpuSeconds();
      var compiler = part.compilerSeconds();
      var start = System.nanoTime();
      TimeUnit.SECONDS.sleep(settings.seconds());
      var seconds = (System.nanoTime() - start) / 1e9;
      var percent = (part.cpuSeconds() - cpu) / seconds * 100;
      var compiling = (part.compilerSeconds() - compiler) / seconds * 100;
      var commands = perSecond(before, calls(stack), seconds);
      var owned = owned(stack, kind);
      if (!part.isReady() || owned == 0) {
        throw new IllegalStateException(
            "%s is not at work: it owns %d partitions".formatted(part.name(), owned));
      }
      return new Cost(percent, compiling, commands, owned);
    } finally {
      part.stop();
    }
  }

  private static Map<String, Long> calls(LocalStack stack) {
    var calls = new LinkedHashMap<String, Long>();
    var said = CALLS.matcher(stack.view().commands().info("commandstats"));
    while (said.find()) {
      calls.put(said.group(1), Long.parseLong(said.group(2)));
    }
    calls.remove("info"); // this measurement's own
    return calls;
  }

  private static Map<String, Double> perSecond(
      Map<String, Long> before, Map<String, Long> after, double seconds) {
    var rates = new LinkedHashMap<String, Double>();
    after.forEach(
        (command, calls) -> {
          var more = calls - before.getOrDefault(command, 0L);
          if (more > 0) {
            rates.put(command, more / seconds);
          }
        });
    return rates;
  }

  private static int owned(LocalStack stack, ServiceKind kind) {
    var redis = stack.view().commands();
    var partitions = Integer.parseInt(redis.hget("streams:config", "partitions"));
    var owned = 0;
    for (int n = 0; n < partitions; n++) {
      owned += redis.exists("lease:" + kind.serviceName() + ":{" + n + "}").intValue();
    }
    return owned;
  }

  private static void say(ServiceKind kind, Cost cost, Report report) {
    report.row(
        kind.serviceName(),
        "%.2f".formatted(cost.cpu),
        "%.2f".formatted(cost.compiler),
        "%.1f".formatted(cost.all()),
        "%.2f".formatted(cost.all() / cost.partitions),
        cost.most());
    report.values(kind.serviceName(), cost);
    report.bars(
        kind.serviceName(),
        Map.of(
            "CPU, % of a core",
            cost.cpu, "Redis commands/s and partition", cost.all() / cost.partitions));
  }
}
