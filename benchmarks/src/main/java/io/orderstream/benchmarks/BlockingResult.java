package io.orderstream.benchmarks;

import io.orderstream.benchmarks.plot.Bars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the turns at handlers that block came to. */
final class BlockingResult {

  private static final String NOTE =
      """

      The bound is the sleep of all calls ÷ %d, or that of the key with the longest, whichever is \
      more: nobody who keeps the order of each key can be faster with so many in flight. The \
      documented container has one call in flight, the tuned one eight. The chain per key keeps \
      the order too, in one process and as long as nothing fails; it is not atomic.

      For context, from another machine and over Kafka: Confluent published 22.2 s for its \
      Parallel Consumer in partition order, 2.24 s with 20 keys and 2.06 s with 1,000, for 10,000 \
      such calls and 100 in flight.
      """
          .formatted(CallTaker.IN_FLIGHT);

  private final BlockingPlan plan;
  private final Map<String, Object> machine;
  private final Map<Integer, Map<CallTaker, List<BlockingTurn>>> turns = new LinkedHashMap<>();

  BlockingResult(BlockingPlan plan, Map<String, Object> machine) {
    this.plan = plan;
    this.machine = machine;
  }

  void add(int keys, CallTaker taker, BlockingTurn turn) {
    turns
        .computeIfAbsent(keys, k -> new LinkedHashMap<>())
        .computeIfAbsent(taker, t -> new ArrayList<>())
        .add(turn);
  }

  Report report() {
    return new Report("blocking", markdown(), json(), bars().svg());
  }

  String markdown() {
    var text = new StringBuilder(head());
    turns.forEach(
        (keys, takers) -> takers.forEach((taker, all) -> text.append(line(keys, taker, all))));
    return text.append(NOTE).toString();
  }

  private String head() {
    return """
    %s
    %,d calls of 0 to 5 ms, %s, at most %d in flight; rounds: %d

    | keys | contender | seconds | bound | seconds ÷ bound | CPU of service, µs/event | CPU of server, µs/event |
    | ---: | --- | ---: | ---: | ---: | ---: | ---: |
    """
        .formatted(
            Machine.line(machine),
            plan.events(),
            plan.durability().title,
            CallTaker.IN_FLIGHT,
            plan.rounds());
  }

  private String line(int keys, CallTaker taker, List<BlockingTurn> all) {
    return "| %,d | %s | %s | %.2f | %.2f | %.0f | %.0f |%n"
        .formatted(
            keys,
            taker.title,
            Spread.of(all, BlockingTurn::seconds).text(2),
            all.getFirst().bound(),
            Spread.of(all, BlockingTurn::timesTheBound).median(),
            Spread.of(all, BlockingTurn::service).median() / plan.events() * 1e6,
            Spread.of(all, BlockingTurn::server).median() / plan.events() * 1e6);
  }

  private Bars bars() {
    var bars = new Bars(CallTaker.ENGINE.title);
    turns.forEach(
        (keys, takers) -> {
          var seconds = new LinkedHashMap<String, Double>();
          takers.forEach(
              (taker, all) -> {
                seconds.putIfAbsent("The bound", all.getFirst().bound());
                seconds.put(taker.title, Spread.of(all, BlockingTurn::seconds).median());
              });
          bars.group(title(keys) + ", seconds", seconds);
        });
    return bars;
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("events", plan.events());
    json.put("rounds", plan.rounds());
    json.put("warm-up, seconds", plan.warmUpSeconds());
    json.put("durability", plan.durability().title);
    json.put("in flight", CallTaker.IN_FLIGHT);
    turns.forEach(
        (keys, takers) -> {
          var contenders = new LinkedHashMap<String, Object>();
          takers.forEach((taker, all) -> contenders.put(taker.title, values(all)));
          json.put(title(keys), contenders);
        });
    return json;
  }

  static String title(int keys) {
    return keys == 1 ? "1 key" : "%,d keys".formatted(keys);
  }

  private static Map<String, Object> values(List<BlockingTurn> all) {
    var values = new LinkedHashMap<String, Object>();
    values.put("bound, seconds", all.getFirst().bound());
    values.put("seconds", each(all, BlockingTurn::seconds));
    values.put("slept in all, seconds", each(all, BlockingTurn::slept));
    values.put("CPU of service, seconds", each(all, BlockingTurn::service));
    values.put("CPU of server, seconds", each(all, BlockingTurn::server));
    return values;
  }

  private static double[] each(List<BlockingTurn> all, ToDoubleFunction<BlockingTurn> of) {
    return all.stream().mapToDouble(of).toArray();
  }
}
