package io.orderstream.stack.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A program that runs as a process of its own; what it prints is appended to a file. */
public final class ManagedProcess {

  private static final int SHOWN_LINES = 15;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final String name;
  private final List<String> command;
  private final Path log;
  private final Consumer<StackException> whenItFails;
  private @Nullable Process process;

  /**
   * @param whenItFails told when the program ends though nobody stopped or killed it
   */
  ManagedProcess(
      String name, List<String> command, Path log, Consumer<StackException> whenItFails) {
    this.name = name;
    this.command = command;
    this.log = log;
    this.whenItFails = whenItFails;
  }

  /**
   * Starts it; again, too, when it was stopped or killed before.
   *
   * @throws StackException when it runs already, or can't be started
   */
  public synchronized void start() {
    if (isRunning()) {
      throw new StackException(name + " runs already");
    }
    try {
      var started =
          new ProcessBuilder(apart(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process = started;
      var unused = started.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new StackException(name + " can't be started: " + e.getMessage(), e);
    }
  }

  /**
   * The command, out of reach of the terminal's Ctrl-C where the system has a program for that:
   * what was started is stopped in its order, not all at once.
   */
  private static List<String> apart(List<String> command) {
    var apart = new ArrayList<String>();
    if (Files.isExecutable(SETSID)) {
      apart.add(SETSID.toString());
    }
    apart.addAll(command);
    return apart;
  }

  private void ended(Process ended) {
    synchronized (this) {
      if (!ended.equals(process)) {
        return;
      }
      process = null;
    }
    whenItFails.accept(
        new StackException(
            "%s ended with exit code %d. The end of its log, %s:%n%s"
                .formatted(name, ended.exitValue(), log, endOfLog())));
  }

  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * Its number in the operating system.
   *
   * @throws StackException when it does not run
   */
  public synchronized long pid() {
    if (process == null) {
      throw new StackException(name + " does not run");
    }
    return process.pid();
  }

  /** As {@code kill -9}; returns when the process is gone. */
  public void kill() {
    var victim = letGo();
    if (victim != null) {
      destroy(victim);
      gone(victim, Duration.ofSeconds(10));
    }
  }

  /** Stops it as it stands, by SIGSTOP; it notices nothing. Kill it, or let it go on. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on, by SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  private synchronized void signal(String name) {
    if (process == null) {
      return;
    }
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new StackException("kill -" + name + " of " + this.name + " failed");
      }
    } catch (IOException e) {
      throw new StackException("kill -" + name + " of " + this.name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end, and returns at once. */
  synchronized @Nullable Process askToEnd() {
    var asked = letGo();
    if (asked != null) {
      asked.destroy();
    }
    return asked;
  }

  /** Asks it to end, and kills it when it takes longer than this. */
  public void stop(Duration grace) {
    var asked = askToEnd();
    if (asked != null && !gone(asked, grace)) {
      destroy(asked);
      gone(asked, Duration.ofSeconds(10));
    }
  }

  /** With what it started itself. */
  private static void destroy(Process process) {
    var all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** From here on its end is wanted. */
  private synchronized @Nullable Process letGo() {
    var held = process;
    process = null;
    return held;
  }

  static boolean gone(Process process, Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String endOfLog() {
    try {
      var lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      var shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
      return "  " + String.join(System.lineSeparator() + "  ", shown);
    } catch (IOException e) {
      return "  (can't be read: " + e.getMessage() + ")";
    }
  }

  public String name() {
    return name;
  }
}
