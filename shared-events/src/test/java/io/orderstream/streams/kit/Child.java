package io.orderstream.streams.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A Java process with this test's class path, to be killed or stopped. */
public final class Child implements AutoCloseable {

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  public Child(Class<?> main, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    var resp = System.getProperty("resp");
    if (resp != null) {
      command.add("-Dresp=" + resp);
    }
    command.add(main.getName());
    command.addAll(List.of(args));
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::listen);
  }

  private void listen() {
    try (var from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      from.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("its output ended: " + e.getMessage());
    }
  }

  public long pid() {
    return process.pid();
  }

  /** How often it said exactly this so far. */
  public long said(String line) {
    return lines.stream().filter(line::equals).count();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that it said so far; for a failed test's message. */
  public String output() {
    return String.join("\n", lines);
  }

  public void tell(String line) {
    try {
      var to = process.getOutputStream();
      to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it as it stands, by SIGSTOP; it notices nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on, by SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
