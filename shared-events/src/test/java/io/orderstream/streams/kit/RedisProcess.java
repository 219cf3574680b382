package io.orderstream.streams.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** A Redis or Valkey as a process of its own, in an empty folder; every write is synced. */
final class RedisProcess implements RedisServer {

  private static final List<String> DURABLE =
      List.of("--appendonly", "yes", "--appendfsync", "always", "--save", "");

  private static final String LOG = "redis.log";

  /** Whatever a test forgets, or can't end because it failed to begin, ends with it. */
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(RedisProcess::end)));
  }

  private final int port;
  private final Path folder;
  private final List<String> command = new ArrayList<>();
  private @Nullable Process process;

  /**
   * @param more settings, as the server's command line takes them
   */
  RedisProcess(String binary, String... more) {
    this(RedisServer.freePort(), binary, more);
  }

  RedisProcess(int port, String binary, String... more) {
    this(port);
    command.add(binary);
    command.addAll(DURABLE);
    command.addAll(List.of(more));
    addPlace();
  }

  private RedisProcess(int port) {
    this.port = port;
    try {
      folder = Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A sentinel.
   *
   * @param settings a file's text
   */
  static RedisProcess sentinel(String binary, String settings) {
    var sentinel = new RedisProcess(RedisServer.freePort());
    try {
      var file = Files.writeString(sentinel.folder.resolve("sentinel.conf"), settings);
      sentinel.command.addAll(List.of(binary, file.toString(), "--sentinel"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sentinel.addPlace();
    return sentinel;
  }

  private void addPlace() {
    command.addAll(List.of("--port", Integer.toString(port), "--dir", folder.toString()));
  }

  /** The binary that {@code -Dredis} says, Redis 7.0 where it says no binary. */
  static String chosen() {
    var said = System.getProperty("redis", "");
    return said.startsWith("path:") ? said.substring("path:".length()) : embedded();
  }

  /** Redis 7.0 from a jar. */
  static String embedded() {
    return Unpacked.BINARY;
  }

  /** Once: a file that another thread writes can't be run, nor while a process begins meanwhile. */
  private static final class Unpacked {
    static final String BINARY = unpack();

    private static String unpack() {
      try {
        return RedisExecProvider.defaultProvider().get().getAbsolutePath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(LOG).toFile())
              .start();
      RUNNING.add(process);
      process.onExit().thenAccept(this::sayWhyItEnded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody killed it; its log would go with its folder. */
  private void sayWhyItEnded(Process ended) {
    if (RUNNING.remove(ended)) {
      try {
        System.err.printf(
            "Redis on port %d ended by itself, with exit code %d:%n%s%n",
            port, ended.exitValue(), Files.readString(folder.resolve(LOG), ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void end(Process process) {
    RUNNING.remove(process);
    process.destroyForcibly();
  }

  @Override
  public void kill() {
    if (process == null) {
      return;
    }
    end(process);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As {@code kill -9} while it writes a transaction that begins with this command. */
  void killAmid(String... command) {
    kill();
    var torn = written("MULTI") + written(command) + "*3\r\n$3\r\nSE";
    try (var files = Files.list(folder.resolve("appendonlydir"))) {
      var last = files.filter(file -> file.toString().endsWith(".incr.aof")).toList().getLast();
      Files.writeString(last, torn, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(String... words) {
    var text = new StringBuilder("*" + words.length + "\r\n");
    for (var word : words) {
      var bytes = word.getBytes(StandardCharsets.UTF_8).length;
      text.append("$").append(bytes).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  /** Stops it as it stands, by SIGSTOP. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it go on, by SIGCONT. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      if (process != null
          && new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor()
              != 0) {
        throw new IllegalStateException("kill " + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
