package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.Locale;

/** {@code throughput}, and {@code turn} in the processes that it starts. */
final class Main {

  private static final Path FOLDER = Path.of("benchmarks", "target", "servers");

  private Main() {}

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (args.length == 0 ? "" : args[0]) {
      case "throughput" -> new Throughput(options(args), FOLDER).run();
      case "start", "idle", "system" -> io.orderstream.benchmarks.system.Main.main(args);
      case "bare" -> io.orderstream.benchmarks.system.Bare.main(args);
      case "turn" -> Turn.inThisProcess(args);
      case "broker" -> Kafka.inThisProcess(args[1]);
      default -> throw usage("say what to measure");
    }
  }

  private static Options options(String[] args) {
    try {
      return Options.parse(args, 1);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static IllegalStateException usage(String fault) {
    System.err.println("benchmarks: " + fault);
    System.err.println(Options.USAGE);
    System.exit(2);
    return new IllegalStateException(fault);
  }
}
