package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender as a process of its own, which works until it is closed, or its parent is gone. */
final class Service implements AutoCloseable {

  private static final String READY = "ready";

  private final Process process;

  private Service(Process process) {
    this.process = process;
  }

  /** Starts one that takes deposits. */
  static Service of(Contender contender, int port) throws IOException {
    return start("deposits", contender.name(), port);
  }

  /** Starts one that takes calls. */
  static Service of(CallTaker taker, int port) throws IOException {
    return start("calls", taker.name(), port);
  }

  private static Service start(String events, String name, int port) throws IOException {
    var command = Java.command(Turn.JVM, List.of("serve", events, name, "" + port));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = process.inputReader(StandardCharsets.UTF_8);
    for (var line = said.readLine(); !READY.equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IllegalStateException(name + " failed, see above");
      }
    }
    return new Service(process);
  }

  /** What the process does. */
  @SuppressWarnings("try") // the contender works by itself
  static void inThisProcess(String[] args) throws Exception {
    var port = Integer.parseInt(args[3]);
    try (var working =
        args[1].equals("calls")
            ? CallTaker.valueOf(args[2]).start(port)
            : Contender.valueOf(args[2]).start(port)) {
      System.out.println(READY);
      System.out.flush();
      while (System.in.read() >= 0) {
        // until it is closed
      }
    }
    System.exit(0);
  }

  /** CPU time so far, in seconds. */
  double cpu() {
    return cpu(process.toHandle());
  }

  static double cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
