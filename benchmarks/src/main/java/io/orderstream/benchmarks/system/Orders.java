package io.orderstream.benchmarks.system;

import io.orderstream.stack.system.LocalStack;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the whole system does with orders: how many a second from POST to told, how long a POST
 * takes meanwhile, and what {@code POST /orders} does against a bare endpoint.
 */
final class Orders {

  private final Path home;
  private final Settings settings;

  Orders(Path home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  Report run() throws IOException, InterruptedException {
    try (var stacks = new Stacks(home)) {
      var stack = stacks.start("orders", each -> each);
      var report = new Report("system", settings, Stacks.redis(stack));
      if (settings.only().contains(Settings.Aspect.FLOW)) {
        flow(stack, report);
      }
      if (settings.only().contains(Settings.Aspect.POST)) {
        against(stack, stacks.folder().resolve("bare.log"), report);
      }
      return report;
    }
  }

  private void flow(LocalStack stack, Report report) throws InterruptedException {
    try (var flow = new Flow(stack)) {
      flow.run(settings.seconds(), report);
    }
  }

  private void against(LocalStack stack, Path log, Report report)
      throws IOException, InterruptedException {
    try (var posts = new Posts(stack, log)) {
      posts.run(settings, report);
    }
  }
}
