package io.orderstream.benchmarks.system;

import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.Ports;
import io.orderstream.stack.system.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** Systems for a measurement, on ports of their own; nothing of them is left at its end. */
final class Stacks implements AutoCloseable {

  private final Path home;
  private final Path folder;
  private final Deque<LocalStack> started = new ArrayDeque<>();

  Stacks(Path home) throws IOException {
    this.home = home;
    var parent = Files.createDirectories(home.resolve("benchmarks/target"));
    this.folder = Files.createTempDirectory(parent, "system");
  }

  /** Where this measurement may leave what it likes. */
  Path folder() {
    return folder;
  }

  /** As {@code ./demo} starts it, but for this. */
  LocalStack start(String name, UnaryOperator<StackSettings> but) {
    var settings = new StackSettings(home, folder.resolve(name), Ports.free());
    var stack = LocalStack.start(but.apply(settings), System.err::println);
    started.push(stack);
    return stack;
  }

  LocalStack newest() {
    return started.getFirst();
  }

  /** The version of the server that it uses, and its allocator. */
  static String redis(LocalStack stack) {
    return "%s with the allocator of %s"
        .formatted(info(stack, "server", "redis_version"), info(stack, "memory", "mem_allocator"));
  }

  private static String info(LocalStack stack, String section, String name) {
    return stack
        .view()
        .commands()
        .info(section)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    started.forEach(LocalStack::close);
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
