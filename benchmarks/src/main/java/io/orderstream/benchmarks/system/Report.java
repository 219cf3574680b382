package io.orderstream.benchmarks.system;

import io.orderstream.benchmarks.plot.Bars;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a measurement came to: as Markdown, as JSON with every value, and as bars. */
final class Report {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String name;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Bars bars = new Bars();

  /**
   * @param name of its files
   * @param redis the version of the server
   */
  Report(String name, Settings settings, String redis) {
    this.name = name;
    var machine = machine(redis);
    json.put("machine", machine);
    json.put("rounds", settings.rounds());
    json.put("seconds", settings.seconds());
    say(String.join(", ", machine.entrySet().stream().map(Report::words).toList()));
  }

  private static String words(Map.Entry<String, Object> entry) {
    return entry.getKey() + " " + entry.getValue();
  }

  private static Map<String, Object> machine(String redis) {
    var machine = new LinkedHashMap<String, Object>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    machine.put("JDK", System.getProperty("java.vm.version"));
    machine.put("Redis", redis);
    return machine;
  }

  /** A line of its own. */
  void say(String line) {
    text.append(line).append('\n');
  }

  /**
   * Begins a table.
   *
   * @param columns the first is of words, the others are of numbers
   */
  void table(String... columns) {
    say("");
    row(columns);
    say("| --- |" + " ---: |".repeat(columns.length - 1));
  }

  void row(String... cells) {
    say("| " + String.join(" | ", cells) + " |");
  }

  /** Everything that was measured of something. */
  void values(String of, Object values) {
    json.put(of, values);
  }

  /** Bars under a title, one for each name. */
  void bars(String title, Map<String, Double> values) {
    bars.group(title, values);
  }

  String markdown() {
    return text.toString();
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".md"), markdown());
    Files.writeString(folder.resolve(name + ".svg"), bars.svg());
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(name + ".json").toFile(), json);
  }

  /** The value in the middle, with the least and the most where there are several. */
  static String spread(String format, List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = format.formatted(median(values));
    return sorted.size() == 1
        ? middle
        : "%s (%s to %s)"
            .formatted(
                middle, format.formatted(sorted.getFirst()), format.formatted(sorted.getLast()));
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
