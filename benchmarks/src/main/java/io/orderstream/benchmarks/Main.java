package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** {@code throughput}, and {@code turn} in the processes that it starts. */
final class Main {

  private static final Path FOLDER = Path.of("benchmarks", "target", "servers");

  private Main() {}

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (args.length == 0 ? "" : args[0]) {
      case "throughput" -> new Throughput(options(args), FOLDER).run();
      case "turn" -> Turn.inThisProcess(args);
      case "growth" ->
          new Growth(parsed(args, GrowthOptions::parse, GrowthOptions.USAGE), FOLDER).run();
      case "felt" -> new Felt(parsed(args, FeltOptions::parse, FeltOptions.USAGE), FOLDER).run();
      case "instance" -> Instance.inThisProcess(args);
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

  private static <T> T parsed(String[] args, Function<Arguments, T> options, String usage) {
    try {
      return options.apply(new Arguments(Arrays.copyOfRange(args, 1, args.length)));
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage() + System.lineSeparator() + usage);
      System.exit(2);
      throw e;
    }
  }

  private static IllegalStateException usage(String fault) {
    System.err.println("benchmarks: " + fault);
    System.err.println(Options.USAGE);
    System.exit(2);
    return new IllegalStateException(fault);
  }
}
