package io.orderstream.benchmarks;

import io.orderstream.benchmarks.Growth.Came;
import io.orderstream.benchmarks.plot.Bars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What became of throughput and memory: as tables, as JSON with every turn, and as bars.
 *
 * @param machine names and values of what it ran on
 * @param steps by what grew and to what, a turn of each round
 * @param bytes Redis's, for one of each
 */
record GrowthResult(
    GrowthOptions options,
    Map<String, Object> machine,
    Map<Growing, Map<Integer, List<Came>>> steps,
    Map<String, Double> bytes) {

  private static final double MB = 1024 * 1024;

  String markdown() {
    var text = new StringBuilder();
    machine.forEach((name, value) -> text.append(name).append(' ').append(value).append(", "));
    text.append(
        "AOF off%n%,d events measured after %,d to warm up, while more wait behind them; rounds: %d%n"
            .formatted(options.events(), options.warmUp(), options.rounds()));
    steps.forEach((growing, all) -> text.append(all.isEmpty() ? "" : table(growing, all)));
    if (!bytes.isEmpty()) {
      text.append("%n| for one | bytes |%n| --- | ---: |%n".formatted());
      bytes.forEach((what, each) -> text.append("| %s | %,.0f |%n".formatted(what, each)));
    }
    return text.toString();
  }

  private static String table(Growing growing, Map<Integer, List<Came>> all) {
    var table =
        new StringBuilder(
            """

            | %s | events/s | least to most | ÷ that at %,d | CPU of service, µs/event | CPU of Redis, µs/event | heap, MB |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """
                .formatted(growing.title, growing.base));
    all.forEach(
        (value, turns) -> {
          var sample = sample(turns);
          table.append(
              "| %,d | %,.0f | %s | %s | %.0f | %.0f | %.0f |%n"
                  .formatted(
                      value,
                      sample.median(Pace::eventsPerSecond),
                      sample.range(),
                      ratio(turns, all.getOrDefault(growing.base, List.of())),
                      sample.median(Pace::jvmMicros),
                      sample.median(Pace::serverMicros),
                      Sample.median(turns.stream().mapToDouble(Came::heap).toArray()) / MB));
        });
    return table.toString();
  }

  private static Sample sample(List<Came> turns) {
    return new Sample(turns.stream().map(Came::pace).toList());
  }

  /** The median of the rounds' ratios, with the least and the most. */
  private static String ratio(List<Came> turns, List<Came> base) {
    if (base.size() != turns.size()) {
      return "";
    }
    var ratios =
        IntStream.range(0, turns.size())
            .mapToDouble(n -> rate(turns.get(n)) / rate(base.get(n)))
            .sorted()
            .toArray();
    return "%.2f (%.2f to %.2f)"
        .formatted(Sample.median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double rate(Came turn) {
    return turn.pace().eventsPerSecond();
  }

  void write(Path folder) throws IOException {
    new Report("growth", markdown(), json(), bars().svg()).write(folder);
  }

  private Bars bars() {
    var bars = new Bars();
    steps.forEach(
        (growing, all) -> {
          var rates = new LinkedHashMap<String, Double>();
          all.forEach(
              (value, turns) ->
                  rates.put("%,d".formatted(value), sample(turns).median(Pace::eventsPerSecond)));
          bars.group("events per second, by " + growing.title, rates);
        });
    return bars;
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("durability", Durability.NONE.title);
    json.put("events", options.events());
    json.put("warmUp", options.warmUp());
    json.put("rounds", options.rounds());
    steps.forEach(
        (growing, all) -> {
          var values = new LinkedHashMap<String, Object>();
          all.forEach((value, turns) -> values.put("" + value, json(turns)));
          json.put(growing.title, values);
        });
    json.put("bytes", bytes);
    return json;
  }

  private static Map<String, Object> json(List<Came> turns) {
    var json = new LinkedHashMap<String, Object>();
    json.put("events per second", turns.stream().mapToDouble(GrowthResult::rate).toArray());
    json.put(
        "CPU of service, µs per event",
        turns.stream().mapToDouble(turn -> turn.pace().jvmMicros()).toArray());
    json.put(
        "CPU of Redis, µs per event",
        turns.stream().mapToDouble(turn -> turn.pace().serverMicros()).toArray());
    json.put("heap, bytes", turns.stream().mapToLong(Came::heap).toArray());
    return json;
  }
}
