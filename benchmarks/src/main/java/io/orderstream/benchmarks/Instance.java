package io.orderstream.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service on the engine, as a process of its own; it ends when this one does. */
final class Instance implements AutoCloseable {

  private static final String HEAP = "heap";

  private final Process process;
  private final Writer say;
  private final BufferedReader answers;

  private Instance(Process process) {
    this.process = process;
    this.say = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * @param settings as Spring takes them, such as {@code --streams.lease=3s}
   */
  static Instance start(Deed deed, int port, List<String> settings) throws IOException {
    var args = new ArrayList<>(List.of("instance", deed.name(), "" + port));
    args.addAll(settings);
    return new Instance(
        new ProcessBuilder(Java.command(Turn.JVM, args))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** The bytes of its heap that are in use after a full collection. */
  long heap() throws IOException {
    say.write(HEAP + "\n");
    say.flush();
    var answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException("the instance is gone");
    }
    return Long.parseLong(answer);
  }

  /** SIGTERM; returns at once. */
  void stop() {
    process.destroy();
  }

  /** SIGKILL; returns at once. */
  void kill() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks it to stop, and waits until it did.
   *
   * @throws IllegalStateException when it takes longer than any service may
   */
  @Override
  public void close() {
    stop();
    if (process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join() == null) {
      kill();
      throw new IllegalStateException("an instance did not stop within half a minute");
    }
  }

  /** What the process does. */
  static void inThisProcess(String[] args) throws IOException {
    var out = System.out;
    System.setOut(System.err); // where logs go
    var settings = List.of(args).subList(3, args.length).toArray(String[]::new);
    Deed.valueOf(args[1]).start(Integer.parseInt(args[2]), settings);
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(HEAP)) {
          out.println(usedAfterCollection());
        }
      }
    }
    System.exit(0);
  }

  private static long usedAfterCollection() {
    System.gc();
    System.gc(); // what the first one only found out to be unused
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
