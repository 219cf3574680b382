package io.orderstream.benchmarks.system;

import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.Rehearsal;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How long each service takes from the start of its process until it is ready, and what it takes of
 * the machine: with what a rehearsal left, and without, in turns.
 */
final class StartTimes {

  private final Path home;
  private final Settings settings;

  /** One start; seconds of the wall's clock and of all processors, and megabytes then. */
  record Start(double seconds, double cpu, double megabytes) {}

  StartTimes(Path home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  Report run() throws IOException, InterruptedException {
    return run(List.of(ServiceKind.values()));
  }

  Report run(List<ServiceKind> kinds) throws IOException, InterruptedException {
    try (var stacks = new Stacks(home)) {
      var began = System.nanoTime();
      var rehearsed = new Rehearsal(home, stacks.folder().resolve("rehearsal")).run(kinds);
      var rehearsal = (System.nanoTime() - began) / 1e9;
      var plain = stacks.start("plain", StackSettings::withPlainStarts);
      var fast = stacks.start("fast", stack -> stack);
      Part.all(plain).forEach(Part::stop);
      Part.all(fast).forEach(Part::stop);
      var report = report(plain);
      if (rehearsed > 0) {
        report.say("rehearsing %d services took %.0f s".formatted(rehearsed, rehearsal));
      }
      report.table(
          "service",
          "without, s",
          "with, s",
          "ratio",
          "CPU without, s",
          "CPU with, s",
          "memory without, MB",
          "memory with, MB");
      for (var kind : kinds) {
        measure(kind, plain, fast, report);
      }
      return report;
    }
  }

  private Report report(LocalStack stack) {
    var report = new Report("start", settings, Stacks.redis(stack));
    report.say(
        "From the start of the process to ready, one service at a time; with and without what a"
            + " rehearsal left, in turns; rounds: "
            + settings.rounds());
    return report;
  }

  private void measure(ServiceKind kind, LocalStack plain, LocalStack fast, Report report)
      throws IOException, InterruptedException {
    var without = new ArrayList<Start>();
    var with = new ArrayList<Start>();
    for (int round = 1; round <= settings.rounds(); round++) {
      without.add(start(Part.of(plain, kind), false));
      with.add(start(Part.of(fast, kind), true));
      System.err.printf(
          "%s, round %d of %d: %.2f s without, %.2f s with%n",
          kind.serviceName(),
          round,
          settings.rounds(),
          without.getLast().seconds,
          with.getLast().seconds);
    }
    say(kind, without, with, report);
  }

  /** A start that does not use what it should, or uses what it should not, is no result. */
  static Start start(Part part, boolean rehearsed) throws IOException, InterruptedException {
    var seconds = part.start();
    try {
      var maps = Path.of("/proc", Long.toString(part.pid()), "maps");
      if (Files.isReadable(maps) && Files.readString(maps).contains("/prepared-") != rehearsed) {
        throw new IllegalStateException(
            part.name() + (rehearsed ? " does not use" : " uses") + " what a rehearsal left");
      }
      return new Start(seconds, part.cpuSeconds(), part.megabytes());
    } finally {
      part.stop();
    }
  }

  private static void say(ServiceKind kind, List<Start> without, List<Start> with, Report report) {
    var ratios =
        IntStream.range(0, with.size())
            .mapToObj(n -> with.get(n).seconds / without.get(n).seconds)
            .toList();
    report.row(
        kind.serviceName(),
        Report.spread("%.2f", each(without, Start::seconds)),
        Report.spread("%.2f", each(with, Start::seconds)),
        Report.spread("%.2f", ratios),
        Report.spread("%.1f", each(without, Start::cpu)),
        Report.spread("%.1f", each(with, Start::cpu)),
        Report.spread("%.0f", each(without, Start::megabytes)),
        Report.spread("%.0f", each(with, Start::megabytes)));
    report.values(kind.serviceName(), Map.of("without", without, "with", with));
    var bars = new LinkedHashMap<String, Double>();
    bars.put("without", Report.median(each(without, Start::seconds)));
    bars.put("with what a rehearsal left", Report.median(each(with, Start::seconds)));
    report.bars(kind.serviceName() + ", seconds to ready", bars);
  }

  private static List<Double> each(List<Start> starts, ToDoubleFunction<Start> of) {
    return starts.stream().mapToDouble(of).boxed().toList();
  }
}
