package io.orderstream.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost sight of that runs, and what ends by itself is told. */
class ManagedProcessTest {

  @TempDir private static Path folder;

  private final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final ManagedProcess sleeper = process("sleep", "600");

  @AfterEach
  void end() {
    sleeper.kill();
  }

  @Test
  void runsOnceAtATime() {
    sleeper.start();
    var pid = sleeper.pid();

    assertThatThrownBy(sleeper::start)
        .isInstanceOf(StackException.class)
        .hasMessageEndingWith("runs already");
    assertThat(sleeper.pid()).isEqualTo(pid);

    sleeper.kill();
    assertThat(ProcessHandle.of(pid)).isEmpty();
    sleeper.start();
    assertThat(sleeper.pid()).isNotEqualTo(pid);
    assertThat(failures).isEmpty();
  }

  @Test
  void whatEndsByItselfIsTold() throws InterruptedException {
    process("sh", "-c", "echo too bad; exit 3").start();

    assertThat(failures.poll(10, TimeUnit.SECONDS))
        .contains("a test's program ended with exit code 3")
        .contains("too bad");
  }

  private ManagedProcess process(String... command) {
    var log = folder.resolve("program.log");
    return new ManagedProcess(
        "a test's program",
        List.of(command),
        log,
        e -> failures.add(String.valueOf(e.getMessage())));
  }
}
