package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What every publish and subscribe system must meet, many times side by side in one process: each
 * copy on servers of its own, and in an order of its own.
 *
 * <p>{@code -Dcopies=10} says how many, {@code -Dseed=} has them take the same orders again.
 */
@EnabledIfSystemProperty(named = "copies", matches = "[1-9]\\d*")
class SideBySideIT {

  private static final int COPIES = Integer.getInteger("copies", 0);
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final List<Class<?>> SUITE =
      List.of(UniversalIT.class, ComingAndGoingIT.class, ReconnectIT.class);

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger passed = new AtomicInteger();

  @Test
  void theWholeSuiteHoldsSoManyTimesAtOnce() throws Exception {
    beQuiet();
    Awaitility.doNotCatchUncaughtExceptionsByDefault(); // they would be other copies'
    var began = System.nanoTime();
    var tests = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newFixedThreadPool(COPIES)) {
      for (int copy = 1; copy <= COPIES; copy++) {
        var number = copy;
        tests.add(threads.submit(() -> run(number)));
      }
    }
    var expected = 0;
    for (var each : tests) {
      expected += each.get();
    }

    assertThat(failures).as("seed %d", SEED).isEmpty();
    assertThat(passed).hasValue(expected).hasValueGreaterThanOrEqualTo(COPIES * 16);
    System.out.printf(
        "%d copies of %d tests passed in %d s, seed %d%n",
        COPIES, expected / COPIES, (System.nanoTime() - began) / 1_000_000_000, SEED);
  }

  /** Hundreds of services come and go, and would each set up the one logging that there is. */
  private static void beQuiet() {
    System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
  }

  /** Says how many tests there are. */
  private int run(int copy) {
    var config = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false);
    var launcher = LauncherFactory.create(config.build());
    var plan = launcher.discover(request(copy));
    launcher.execute(plan, new Copy(copy));
    return (int) plan.countTestIdentifiers(TestIdentifier::isTest);
  }

  private static LauncherDiscoveryRequest request(int copy) {
    var order = "org.junit.jupiter.api.%sOrderer$Random";
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(SUITE.stream().map(each -> selectClass(each)).toList())
        .filters(EngineFilter.includeEngines("junit-jupiter"))
        .configurationParameter("junit.jupiter.testclass.order.default", order.formatted("Class"))
        .configurationParameter("junit.jupiter.testmethod.order.default", order.formatted("Method"))
        .configurationParameter(
            "junit.jupiter.execution.order.random.seed", Long.toString(SEED + copy))
        .build();
  }

  /** Says how one copy gets on. */
  private final class Copy implements TestExecutionListener {
    private final int number;

    Copy(int number) {
      this.number = number;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      failures.add(said(test) + " was skipped: " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        failures.add(said(test) + ": " + result.getThrowable().map(Throwable::toString).orElse(""));
        result.getThrowable().ifPresent(Throwable::printStackTrace);
      } else if (test.isTest()) {
        passed.incrementAndGet();
      }
      if (test.isTest()) {
        System.out.printf("%s: %s%n", said(test), result.getStatus());
      }
    }

    private String said(TestIdentifier test) {
      return "copy " + number + ", " + test.getDisplayName();
    }
  }
}
