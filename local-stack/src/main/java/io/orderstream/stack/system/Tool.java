package io.orderstream.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the JDK that does one thing and ends. */
final class Tool {

  private static final Path NICE = Path.of("/usr/bin/nice");

  private Tool() {}

  /** For example {@code java} of the JDK that runs this. */
  static String of(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The command, behind everything else that wants a processor, where the system can do that. */
  static List<String> aside(List<String> command) {
    var aside = new ArrayList<String>();
    if (Files.isExecutable(NICE)) {
      aside.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    aside.addAll(command);
    return aside;
  }

  /**
   * Runs it to its end.
   *
   * @param what is to be done, as in "order-service.jar can't be extracted"
   * @throws StackException when it fails, or this thread is interrupted: then it is stopped
   */
  static void run(String what, List<String> command, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new StackException(what + ", see " + log);
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new StackException(what + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }
}
