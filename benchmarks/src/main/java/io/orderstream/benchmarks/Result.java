package io.orderstream.benchmarks;

import io.orderstream.benchmarks.plot.Bars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a run came to, and where: as a table, as JSON with every turn, and as bars.
 *
 * @param machine names and values of what it ran on
 */
record Result(
    Options options,
    Map<String, Object> machine,
    EnumMap<Durability, Map<Contender, Sample>> samples) {

  Result(Options options, Map<String, Object> machine) {
    this(options, machine, new EnumMap<>(Durability.class));
  }

  /** What was done. */
  String head() {
    return "%s%n%,d waiting events of 300 bytes, each about an account of its own, after %,d to warm up; rounds: %d%nA %dth of each for whoever does one event after another%n"
        .formatted(
            Machine.line(machine),
            options.events(),
            options.warmUp(),
            options.rounds(),
            Options.FEWER);
  }

  /** The medians, in Markdown. */
  String table(Durability durability) {
    var all = samples.getOrDefault(durability, Map.of());
    var table =
        new StringBuilder(
            """

            | %s | events/s | least to most | engine is faster by | CPU of service, µs/event | CPU of server, µs/event |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """
                .formatted(durability.title));
    var engine = all.get(Contender.ENGINE);
    all.forEach(
        (contender, sample) ->
            table.append(
                "| %s | %,.0f | %s | %s | %.0f | %.0f |%n"
                    .formatted(
                        contender.title(durability),
                        sample.median(Pace::eventsPerSecond),
                        sample.range(),
                        engine == null || contender == Contender.ENGINE
                            ? ""
                            : engine.timesAsFastAs(sample),
                        sample.median(Pace::jvmMicros),
                        sample.median(Pace::serverMicros))));
    return table.toString();
  }

  void write(Path folder) throws IOException {
    new Report("throughput", markdown(), json(), bars().svg()).write(folder);
  }

  private Bars bars() {
    var bars = new Bars(Contender.ENGINE.title);
    samples.forEach(
        (durability, all) -> {
          var rates = new LinkedHashMap<String, Double>();
          all.forEach(
              (who, sample) ->
                  rates.put(who.title(durability), sample.median(Pace::eventsPerSecond)));
          bars.group(durability.title + ", events per second", rates);
        });
    return bars;
  }

  private String markdown() {
    var text = new StringBuilder(head());
    samples.keySet().forEach(durability -> text.append(table(durability)));
    return text.toString();
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("events", options.events());
    json.put("warmUp", options.warmUp());
    json.put("rounds", options.rounds());
    samples.forEach(
        (durability, all) -> {
          var contenders = new LinkedHashMap<String, Object>();
          all.forEach(
              (contender, sample) -> contenders.put(contender.title(durability), turns(sample)));
          json.put(durability.title, contenders);
        });
    return json;
  }

  private static Map<String, Object> turns(Sample sample) {
    var turns = new LinkedHashMap<String, Object>();
    turns.put("events per second", each(sample, Pace::eventsPerSecond));
    turns.put("CPU of service, µs per event", each(sample, Pace::jvmMicros));
    turns.put("CPU of server, µs per event", each(sample, Pace::serverMicros));
    return turns;
  }

  private static double[] each(Sample sample, ToDoubleFunction<Pace> of) {
    return sample.turns().stream().mapToDouble(of).toArray();
  }
}
