package io.orderstream.benchmarks;

import io.orderstream.stack.system.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server of this machine, as a process of its own with a folder of its own. */
final class Server implements AutoCloseable {

  private final Path folder;
  private final Command command;
  private final int port;
  private Process process;

  /** What starts it. */
  interface Command {
    List<String> words(Path folder, int port) throws IOException;
  }

  Server(Path parent, Command command) throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(parent), "server");
    this.command = command;
    port = Ports.anyFree();
    process = start();
  }

  private Process start() throws IOException {
    var log = folder.resolve("server.log").toFile();
    return new ProcessBuilder(command.words(folder, port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /** SIGKILL, and a new process with what the old one left on disk. */
  void killAndStart() throws IOException {
    process.destroyForcibly().onExit().join();
    process = start();
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
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
