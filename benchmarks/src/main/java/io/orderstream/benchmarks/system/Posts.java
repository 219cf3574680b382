package io.orderstream.benchmarks.system;

import io.orderstream.stack.order.OrderClient;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * {@code POST /orders} of order-service, alone, against {@link Bare}: on the same Redis, in turns.
 */
final class Posts implements AutoCloseable {

  private static final Pattern USED_CPU = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");

  private final LocalStack stack;
  private final BareProcess bare;

  /** One turn; the customers are this process. */
  record Pace(double perSecond, double cpuMicros, double redisMicros, double customersMicros) {}

  /** Both services that only follow orders are stopped: this is about taking them. */
  Posts(LocalStack stack, Path log) throws IOException, InterruptedException {
    this.stack = stack;
    Part.of(stack, ServiceKind.PAYMENT).stop();
    Part.of(stack, ServiceKind.NOTIFICATION).stop();
    var port = stack.view().commands().configGet("port").get("port");
    this.bare = new BareProcess(Integer.parseInt(port), log);
  }

  /** Who takes orders, how many it published, and its turns so far. */
  private record Taker(String name, URI uri, long pid, LongSupplier published, List<Pace> paces) {}

  void run(Settings settings, Report report) throws InterruptedException {
    var service = Part.of(stack, ServiceKind.ORDER);
    var ours =
        new Taker(
            "order-service",
            service.instance().http(),
            service.pid(),
            this::orders,
            new ArrayList<>());
    var theirs =
        new Taker("a bare endpoint", bare.uri(), bare.pid(), this::bareEntries, new ArrayList<>());
    for (var taker : List.of(ours, theirs)) {
      System.err.println(taker.name + " warms up");
      turn(taker, settings.seconds());
    }
    for (int round = 1; round <= settings.rounds(); round++) {
      for (var taker : List.of(ours, theirs)) {
        var pace = turn(taker, Math.max(1, settings.seconds() / 5));
        taker.paces.add(pace);
        System.err.printf(
            "round %d of %d, %s: %,.0f/s%n", round, settings.rounds(), taker.name, pace.perSecond);
      }
    }
    say(ours.paces, theirs.paces, report);
  }

  /** What was answered is what was published, or it is no result. */
  private Pace turn(Taker taker, int seconds) throws InterruptedException {
    try (var client = new OrderClient(List.of(taker.uri))) {
      var load = new Load(client, new Purchases(), order -> {});
      var published = taker.published.getAsLong();
      var cpu = Part.cpuSeconds(taker.pid);
      var redis = redisSeconds();
      var customers = Part.cpuSeconds(ProcessHandle.current().pid());
      var start = System.nanoTime();
      var end = start + TimeUnit.SECONDS.toNanos(seconds);
      var placed = load.closed(() -> System.nanoTime() < end);
      var took = (System.nanoTime() - start) / 1e9;
      var micros = (Part.cpuSeconds(taker.pid) - cpu) / placed * 1e6;
      var redisMicros = (redisSeconds() - redis) / placed * 1e6;
      var customersMicros =
          (Part.cpuSeconds(ProcessHandle.current().pid()) - customers) / placed * 1e6;
      if (taker.published.getAsLong() - published != placed) {
        throw new IllegalStateException(
            "%s answered %d orders and published %d"
                .formatted(taker.name, placed, taker.published.getAsLong() - published));
      }
      return new Pace(placed / took, micros, redisMicros, customersMicros);
    }
  }

  private double redisSeconds() {
    var said = USED_CPU.matcher(stack.view().commands().info("cpu"));
    var seconds = 0.0;
    while (said.find()) {
      seconds += Double.parseDouble(said.group(1));
    }
    return seconds;
  }

  private long orders() {
    var redis = stack.view().commands();
    var partitions = Integer.parseInt(redis.hget("streams:config", "partitions"));
    return IntStream.range(0, partitions)
        .mapToLong(n -> redis.xlen("events:order:{" + n + "}"))
        .sum();
  }

  private long bareEntries() {
    return stack.view().commands().xlen(Bare.STREAM);
  }

  private static void say(List<Pace> ours, List<Pace> theirs, Report report) {
    var ratios =
        IntStream.range(0, ours.size())
            .mapToObj(n -> ours.get(n).perSecond / theirs.get(n).perSecond)
            .toList();
    report.table(
        "POST /orders, 64 at once",
        "requests/s",
        "CPU of the service, µs each",
        "CPU of Redis, µs each",
        "CPU of the customers, µs each");
    row("order-service", ours, report);
    row("a bare endpoint with one XADD", theirs, report);
    report.say("");
    report.say("order-service ÷ bare endpoint: " + Report.spread("%.2f", ratios));
    report.values("POST /orders", Map.of("order-service", ours, "bare endpoint", theirs));
    var bars = new LinkedHashMap<String, Double>();
    bars.put("order-service", Report.median(rates(ours)));
    bars.put("a bare endpoint with one XADD", Report.median(rates(theirs)));
    report.bars("POST /orders, requests per second", bars);
  }

  private static void row(String name, List<Pace> paces, Report report) {
    report.row(
        name,
        Report.spread("%,.0f", rates(paces)),
        Report.spread("%.0f", paces.stream().map(Pace::cpuMicros).toList()),
        Report.spread("%.0f", paces.stream().map(Pace::redisMicros).toList()),
        Report.spread("%.0f", paces.stream().map(Pace::customersMicros).toList()));
  }

  private static List<Double> rates(List<Pace> paces) {
    return paces.stream().map(Pace::perSecond).toList();
  }

  @Override
  public void close() {
    bare.close();
  }
}
