package io.orderstream.stack;

import io.orderstream.stack.order.Samples;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.Ports;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackException;
import io.orderstream.stack.system.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The {@code ./demo} command: the whole system on this machine, and orders that go through it. */
final class Demo {

  private static final long SEED = 20_261_101;
  private static final String FOLDER = "local-stack/target/demo";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final boolean REHEARSES =
      Boolean.parseBoolean(System.getProperty("orderstream.rehearse", "true"));

  private final Options options;
  private final Path home;
  private final PrintStream out;
  private final Progress progress;

  private Demo(Options options, Path home, PrintStream out) {
    this.options = options;
    this.home = home;
    this.out = out;
    // with --json, standard output is the summary's alone
    this.progress =
        new Progress(options.json() ? System.err : out, Boolean.getBoolean("orderstream.terminal"));
  }

  /** Returns the exit code: 0 all is well, 1 something went wrong. */
  static int run(List<String> args, Path home) {
    if (args.contains("--help")) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      return new Demo(Options.parse(args.toArray(String[]::new)), home, System.out).run();
    } catch (StackException e) {
      System.err.println("demo: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  @SuppressWarnings("try") // the lock is for holding only
  private int run() throws InterruptedException {
    var folder = home.resolve(System.getProperty("orderstream.folder", FOLDER));
    try (var lock = locked(folder)) {
      return run(emptied(folder));
    } catch (IOException e) {
      throw new StackException("can't lock the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Held while the demo runs, so that no other one empties its folder. */
  private static FileChannel locked(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    var file = folder.resolveSibling(folder.getFileName() + ".lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new StackException("another demo is running: stop it first, with Ctrl-C where it runs");
    }
    return channel;
  }

  private int run(Path folder) throws InterruptedException {
    var soak = options.soak();
    if (soak != null) {
      return new Soak(soak, options.seed(), progress).run(home, folder) ? 0 : 1;
    }
    var ports = Boolean.getBoolean("orderstream.free-ports") ? Ports.free() : Ports.standard();
    var settings =
        new StackSettings(
            home, folder, ports, options.redis(), options.instances(), List.of(), false);
    try (var stack = LocalStack.start(settings, progress::say)) {
      progress.say("all is up; logs are in " + folder.resolve("logs"));
      return run(stack);
    }
  }

  private int run(LocalStack stack) throws InterruptedException {
    try (var run = new Run(stack, progress, PATIENCE)) {
      var samples = new Samples(SEED).mix(options.orders());
      var summary = run.place(samples, options.rate());
      progress.say("");
      if (!options.exit()) {
        stories(run);
      }
      out.println(options.json() ? summary.json() : summary.line());
      if (!options.exit()) {
        return stayUp(stack);
      }
      return summary.isGood() && summary.placed() == options.orders() ? 0 : 1;
    }
  }

  /** How each order went. */
  private void stories(Run run) {
    for (var orderId : run.outcomes().orders()) {
      progress.say("  " + orderId + "  " + String.join(", ", run.outcomes().events(orderId)));
    }
  }

  private int stayUp(LocalStack stack) throws InterruptedException {
    progress.say("");
    for (var kind : ServiceKind.values()) {
      for (var service : stack.services(kind)) {
        progress.say(
            "  %-21s %s   %s/actuator/prometheus"
                .formatted(kind.serviceName(), service.http(), service.management()));
      }
    }
    progress.say("  payment provider      " + stack.provider() + "/ledger");
    progress.say("");
    progress.say("up until Ctrl-C");
    if (REHEARSES) {
      stack.rehearse();
    }
    try {
      stack.failed().join();
      return 0;
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException cause ? cause : e;
    }
  }

  private static Path emptied(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StackException("can't empty the folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
