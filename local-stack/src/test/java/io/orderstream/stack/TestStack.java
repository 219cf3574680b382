package io.orderstream.stack;

import io.orderstream.stack.order.Sample;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.Ports;
import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The whole system for a test, on ports of its own. */
final class TestStack implements AutoCloseable {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final LocalStack stack;
  final Run run;

  private TestStack(LocalStack stack) {
    this.stack = stack;
    this.run = new Run(stack, new Progress(System.out, false), PATIENCE);
  }

  /** With this many instances of order-service. */
  static TestStack start(int orderServices, String... arguments) {
    try {
      var folder = Files.createTempDirectory(Path.of("target"), "stack-").toAbsolutePath();
      var settings =
          new StackSettings(HOME, folder, Ports.free())
              .with(ServiceKind.ORDER, orderServices)
              .withArguments(List.of(arguments));
      return new TestStack(LocalStack.start(settings, System.out::println));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Places them as fast as they are accepted, in the background. */
  CompletableFuture<Summary> place(List<Sample> samples) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run.place(samples, Double.POSITIVE_INFINITY);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        work -> Thread.ofPlatform().start(work));
  }

  @Override
  public void close() {
    run.close();
    stack.close();
  }
}
