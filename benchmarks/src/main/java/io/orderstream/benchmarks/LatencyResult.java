package io.orderstream.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the turns at latency came to. */
final class LatencyResult {

  private static final String NOTE =
      """

      From when an event was meant to be appended, by a sender that waits for nobody (a Poisson \
      process), to when a reader outside of the service saw what was published because of it; so \
      a stop of anything counts for every event that it held up. The load is in percent of what \
      the contender took in the same turn with events sent as fast as they took effect. Sender, \
      reader, service and Redis share the machine.
      """;

  private final LatencyPlan plan;
  private final Map<String, Object> machine;
  private final Map<Durability, Map<Contender, Map<Integer, List<Latencies>>>> turns =
      new EnumMap<>(Durability.class);

  LatencyResult(LatencyPlan plan, Map<String, Object> machine) {
    this.plan = plan;
    this.machine = machine;
  }

  void add(Durability durability, Contender contender, Map<Integer, Latencies> taken) {
    var loads =
        turns
            .computeIfAbsent(durability, d -> new EnumMap<>(Contender.class))
            .computeIfAbsent(contender, c -> new TreeMap<>());
    taken.forEach(
        (load, latencies) -> loads.computeIfAbsent(load, l -> new ArrayList<>()).add(latencies));
  }

  Report report() {
    var plot = new LatencyPlot();
    turns.forEach(plot::panel);
    return new Report("latency", markdown(), json(), plot.svg());
  }

  String markdown() {
    var text =
        new StringBuilder(
            "%s%n%d s at each load, after %d s to warm up and to find the throughput; rounds: %d%n"
                .formatted(
                    Machine.line(machine), plan.seconds(), plan.warmUpSeconds(), plan.rounds()));
    turns.forEach((durability, contenders) -> table(text, durability, contenders));
    return text.append(NOTE).toString();
  }

  private static void table(
      StringBuilder text,
      Durability durability,
      Map<Contender, Map<Integer, List<Latencies>>> contenders) {
    text.append(
        """

        | %s | load | events/s | p50, ms | p99, ms | p99.9, ms | p99 ÷ p50 |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        """
            .formatted(durability.title));
    contenders.forEach(
        (contender, loads) ->
            loads.forEach((load, all) -> text.append(line(contender, load, all))));
  }

  private static String line(Contender contender, int load, List<Latencies> all) {
    return "| %s | %d %% | %,.0f | %s | %s | %s | %s |%n"
        .formatted(
            contender.title,
            load,
            Spread.of(all, Latencies::rate).median(),
            Spread.of(all, each -> each.millis(50)).text(2),
            Spread.of(all, each -> each.millis(99)).text(2),
            Spread.of(all, each -> each.millis(99.9)).text(2),
            Spread.of(all, Latencies::tail).text(1));
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("seconds at each load", plan.seconds());
    json.put("warm-up, seconds", plan.warmUpSeconds());
    json.put("rounds", plan.rounds());
    turns.forEach((durability, contenders) -> json.put(durability.title, json(contenders)));
    return json;
  }

  private static Map<String, Object> json(Map<Contender, Map<Integer, List<Latencies>>> turns) {
    var json = new LinkedHashMap<String, Object>();
    turns.forEach(
        (contender, loads) -> {
          var each = new LinkedHashMap<String, Object>();
          loads.forEach(
              (load, all) -> each.put(load + " %", all.stream().map(Latencies::json).toList()));
          json.put(contender.title, each);
        });
    return json;
  }
}
