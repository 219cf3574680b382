package io.orderstream.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server of this machine, as a process of its own with a folder of its own. */
final class Server implements AutoCloseable {

  private final Path folder;
  private final Process process;
  private final int port;

  /** What starts it. */
  interface Command {
    List<String> words(Path folder, int port) throws IOException;
  }

  Server(Path parent, Command command) throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(parent), "server");
    port = freePort();
    process =
        new ProcessBuilder(command.words(folder, port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
  }

  static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    Scratch.delete(folder);
  }
}
