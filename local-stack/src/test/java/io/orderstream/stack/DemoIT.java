package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the demo ends, it says why, and nothing of it is left running. */
class DemoIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  /** Whether it may start more than the system, in the background. */
  private boolean rehearse;

  @Test
  void endsWithTheSummaryWhenAllIsWell() throws Exception {
    var demo = start("--orders", "10", "--exit");

    assertThat(demo.waitFor(3, TimeUnit.MINUTES)).isTrue();

    assertThat(output())
        .contains("orders placed=10 confirmed=9 rejected=1 cancelled=0 unfinished=0 notified=10");
    assertThat(demo.exitValue()).isZero();
  }

  @Test
  void isStoppedByCtrlCAndStopsAllItStarted() throws Exception {
    var demo = start("--orders", "5");
    awaitOutput("up until Ctrl-C");
    var started = demo.descendants().toList();
    assertThat(started).hasSize(5); // Redis, the provider and three services
    assertOutOfTheTerminalsReach(demo, started);

    interrupt(demo);

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertNoneIsLeft(started);
    assertThat(output()).doesNotContain("ended with exit code");
  }

  /** What it does in the background for later starts is no exception. */
  @Test
  void stopsTheRehearsalToo() throws Exception {
    rehearse = true;
    var demo = start("--orders", "1");
    awaitOutput("up until Ctrl-C");
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> rehearses(demo));
    var started = demo.descendants().toList();

    interrupt(demo);

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertNoneIsLeft(started);
    assertThat(output()).doesNotContain("later starts");
  }

  private static boolean rehearses(Process demo) {
    return demo.descendants()
        .anyMatch(each -> each.info().commandLine().orElse("").contains("AotProcessor"));
  }

  /** Else what a terminal's Ctrl-C tells all of them stops Redis before the services. */
  private static void assertOutOfTheTerminalsReach(Process demo, List<ProcessHandle> started)
      throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      return;
    }
    var groups = new HashSet<String>();
    for (var each : started) {
      groups.add(processGroup(each.pid()));
    }
    assertThat(groups).hasSize(5).doesNotContain(processGroup(demo.pid()));
  }

  private static String processGroup(long pid) throws Exception {
    var command = List.of("ps", "-o", "pgid=", "-p", Long.toString(pid));
    return new String(
            new ProcessBuilder(command).start().getInputStream().readAllBytes(),
            StandardCharsets.UTF_8)
        .strip();
  }

  @Test
  void aSecondOneLeavesTheFirstAloneAndAFailedServiceStopsTheRest() throws Exception {
    var demo = start("--orders", "5");
    awaitOutput("up until Ctrl-C");
    var started = demo.descendants().toList();

    var second = process("second", true, "--orders", "1", "--exit");

    assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(folder.resolve("second")))
        .contains("demo: another demo is running: stop it first");
    assertThat(second.exitValue()).isOne();
    assertThat(folder.resolve("demo/logs")).isNotEmptyDirectory();
    assertThat(started).allMatch(ProcessHandle::isAlive);

    started.stream()
        .filter(each -> each.info().commandLine().orElse("").contains("payment-service"))
        .forEach(ProcessHandle::destroyForcibly);

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output()).contains("demo: payment-service-1 ended with exit code 137");
    assertThat(demo.exitValue()).isOne();
    assertNoneIsLeft(started);
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(16379)) {
      var demo = start(false, "--orders", "5");

      assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();

      assertThat(output())
          .contains("demo: port 16379 is taken, and Redis needs it: stop what listens there");
      assertThat(demo.exitValue()).isOne();
      assertThat(taken.isClosed()).isFalse();
    }
  }

  private Process start(String... args) throws IOException {
    return start(true, args);
  }

  private Process start(boolean freePorts, String... args) throws IOException {
    return process("output", freePorts, args);
  }

  private Process process(String output, boolean freePorts, String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorderstream.home=" + (rehearse ? neverStarted() : HOME),
                "-Dorderstream.rehearse=" + rehearse,
                "-Dorderstream.folder=" + folder.resolve("demo"),
                "-Dorderstream.free-ports=" + freePorts,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(output).toFile())
        .start();
  }

  /** The built project, without what earlier starts left there. */
  private Path neverStarted() throws IOException {
    for (var module : List.of("order-service", "payment-service", "notification-service")) {
      copy(module);
    }
    return copy("local-stack");
  }

  private Path copy(String module) throws IOException {
    var home = folder.resolve("home");
    var target = Files.createDirectories(home.resolve(module).resolve("target"));
    var jar = module + ".jar";
    Files.copy(HOME.resolve(module).resolve("target").resolve(jar), target.resolve(jar));
    return home;
  }

  /** As Ctrl-C does; a JVM that was started in the background ignores that one, not the other. */
  private static void interrupt(Process demo) throws Exception {
    var signal = ignoresInterrupts(demo) ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, Long.toString(demo.pid())).start().waitFor();
  }

  private static boolean ignoresInterrupts(Process process) throws IOException {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }
  }

  private void awaitOutput(String text) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(output()).contains(text));
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private static void assertNoneIsLeft(List<ProcessHandle> started) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(started).noneMatch(ProcessHandle::isAlive));
  }
}
