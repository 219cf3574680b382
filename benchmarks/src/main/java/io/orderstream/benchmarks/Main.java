package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiFunction;

/** A measurement by its name; and what is done in the processes that it starts. */
final class Main {

  private static final Path FOLDER = Path.of("benchmarks", "target", "servers");

  private Main() {}

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (args.length == 0 ? "" : args[0]) {
      case "throughput" -> new Throughput(parsed(Options::parse, args), FOLDER).run();
      case "blocking" -> new Blocking(parsed(BlockingPlan::parse, args), FOLDER).run();
      case "latency" -> new Latency(parsed(LatencyPlan::parse, args), FOLDER).run();
      case "serve" -> Service.inThisProcess(args);
      case "start", "idle", "system" -> io.orderstream.benchmarks.system.Main.main(args);
      case "bare" -> io.orderstream.benchmarks.system.Bare.main(args);
      case "turn" -> Turn.inThisProcess(args);
      case "growth" -> new Growth(parsed(GrowthOptions::parse, args), FOLDER).run();
      case "felt" -> new Felt(parsed(FeltOptions::parse, args), FOLDER).run();
      case "instance" -> Instance.inThisProcess(args);
      case "broker" -> Kafka.inThisProcess(args[1]);
      default -> throw usage("say what to measure");
    }
  }

  private static <T> T parsed(BiFunction<String[], Integer, T> parse, String[] args) {
    try {
      return parse.apply(args, 1);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static IllegalStateException usage(String fault) {
    System.err.println("benchmarks: " + fault);
    System.err.println(Options.USAGE);
    System.err.println(BlockingPlan.USAGE);
    System.err.println(LatencyPlan.USAGE);
    System.err.println(GrowthOptions.USAGE);
    System.err.println(FeltOptions.USAGE);
    System.err.println(io.orderstream.benchmarks.system.Main.USAGE);
    System.exit(2);
    return new IllegalStateException(fault);
  }
}
