package io.orderstream.benchmarks.system;

import io.orderstream.benchmarks.Java;
import io.orderstream.stack.system.App;
import io.orderstream.stack.system.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Bare} as a process of its own, with the JVM's options of the services. */
final class BareProcess implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 50;
  private static final int LOOKS = 1200;

  private final Process process;
  private final URI uri;

  BareProcess(int redis, Path log) throws IOException, InterruptedException {
    var port = Ports.anyFree();
    uri = URI.create("http://localhost:" + port);
    process =
        new ProcessBuilder(
                Java.command(
                    App.JVM,
                    List.of(
                        "bare",
                        "--server.port=" + port,
                        "--spring.data.redis.port=" + redis,
                        "--spring.threads.virtual.enabled=true",
                        "--spring.main.banner-mode=off")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    awaitStart(port);
  }

  private void awaitStart(int port) throws InterruptedException {
    for (int look = 0; look < LOOKS && process.isAlive(); look++) {
      if (listens(port)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    close();
    throw new IllegalStateException("the bare endpoint did not start");
  }

  private static boolean listens(int port) {
    try (var socket = new java.net.Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  URI uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
