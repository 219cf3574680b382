package io.orderstream.benchmarks;

import io.orderstream.benchmarks.Felt.Fell;
import io.orderstream.benchmarks.plot.Bars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * How it was felt: as a table, as JSON with every round, and as bars.
 *
 * @param machine names and values of what it ran on
 * @param steady the waits, in milliseconds, while nothing happened
 */
record FeltResult(
    FeltOptions options, Map<String, Object> machine, List<Fell> fell, List<long[]> steady) {

  String markdown() {
    var text = new StringBuilder();
    machine.forEach((name, value) -> text.append(name).append(' ').append(value).append(", "));
    text.append(
        """
        AOF, fsync always
        two instances, %,d events a second, rounds: %d; while nothing happens an event waits %d ms (median), %d ms (99 of 100), %d ms (longest)

        | what happens | lease | longest wait, median of rounds | most of all rounds | later than 100 ms | Redis away |
        | --- | ---: | ---: | ---: | ---: | ---: |
        """
            .formatted(options.rate(), options.rounds(), quiet(0.5), quiet(0.99), quiet(1)));
    groups()
        .forEach(
            (name, rounds) ->
                text.append(
                    "| %s | %d s | %,.0f ms | %,.0f ms | %.1f %% | %s |%n"
                        .formatted(
                            rounds.getFirst().fault().title,
                            rounds.getFirst().lease().toSeconds(),
                            median(rounds, Fell::longest),
                            most(rounds),
                            late(rounds),
                            away(rounds))));
    return text.toString();
  }

  /** The wait that so many of the undisturbed events had at most. */
  private long quiet(double share) {
    var all = steady.stream().flatMapToLong(LongStream::of).sorted().toArray();
    return all.length == 0 ? 0 : all[(int) Math.min(all.length - 1, share * all.length)];
  }

  private Map<String, List<Fell>> groups() {
    var groups = new LinkedHashMap<String, List<Fell>>();
    for (var each : fell) {
      var name = "%s, lease %d s".formatted(each.fault().title, each.lease().toSeconds());
      groups.computeIfAbsent(name, n -> new ArrayList<>()).add(each);
    }
    return groups;
  }

  private static double median(List<Fell> rounds, ToLongFunction<Fell> of) {
    return Sample.median(rounds.stream().mapToLong(of).asDoubleStream().toArray());
  }

  private static double most(List<Fell> rounds) {
    return rounds.stream().mapToLong(Fell::longest).max().orElseThrow();
  }

  private static double late(List<Fell> rounds) {
    double events = rounds.stream().mapToLong(Fell::events).sum();
    return 100 * rounds.stream().mapToLong(Fell::late).sum() / events;
  }

  private static String away(List<Fell> rounds) {
    return rounds.getFirst().fault() == Fault.REDIS
        ? "%,.0f ms".formatted(median(rounds, Fell::away))
        : "";
  }

  void write(Path folder) throws IOException {
    new Report("felt", markdown(), json(), bars().svg()).write(folder);
  }

  private Bars bars() {
    var bars = new Bars();
    var longest = new LinkedHashMap<String, Double>();
    groups().forEach((name, rounds) -> longest.put(name, median(rounds, Fell::longest)));
    bars.group("longest wait in milliseconds, median of the rounds", longest);
    return bars;
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("durability", Durability.ALWAYS.title);
    json.put("events per second", options.rate());
    json.put("rounds", options.rounds());
    json.put(
        "undisturbed, ms: median, 99 of 100, longest", List.of(quiet(0.5), quiet(0.99), quiet(1)));
    groups().forEach((name, rounds) -> json.put(name, json(rounds)));
    return json;
  }

  private static Map<String, Object> json(List<Fell> rounds) {
    var json = new LinkedHashMap<String, Object>();
    json.put("longest wait, ms", rounds.stream().mapToLong(Fell::longest).toArray());
    json.put("events", rounds.stream().mapToInt(Fell::events).toArray());
    json.put("later than 100 ms", rounds.stream().mapToLong(Fell::late).toArray());
    json.put("Redis away, ms", rounds.stream().mapToLong(Fell::away).toArray());
    return json;
  }
}
