package io.orderstream.benchmarks.system;

import java.nio.file.Path;

/** {@code start}, {@code idle} and {@code system}. */
public final class Main {

  /** How it is called. */
  public static final String USAGE = Settings.USAGE;

  private static final Path HOME = Path.of(".").toAbsolutePath().normalize();

  private Main() {}

  /** The first argument says what is measured. */
  public static void main(String[] args) throws Exception {
    var settings = settings(args);
    var report =
        switch (args[0]) {
          case "start" -> new StartTimes(HOME, settings).run();
          case "idle" -> new Idle(HOME, settings).run();
          default -> new Orders(HOME, settings).run();
        };
    System.out.print(report.markdown());
    if (settings.out() != null) {
      report.write(settings.out());
    }
    System.exit(0);
  }

  private static Settings settings(String[] args) {
    try {
      return Settings.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.err.println(Settings.USAGE);
      System.exit(2);
      throw e;
    }
  }
}
