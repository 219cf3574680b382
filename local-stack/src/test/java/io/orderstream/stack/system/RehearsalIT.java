package io.orderstream.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal kept is used, by the same build alone, and never in the way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RehearsalIT {

  private static final ServiceKind KIND = ServiceKind.ORDER;
  private static final Path BUILT = Path.of("../order-service/target/order-service.jar");

  /** A project in which nothing was started yet. */
  @TempDir private static Path home;

  private static ManagedProcess redis;
  private static int port;

  @BeforeAll
  static void rehearse() throws IOException {
    Files.createDirectories(jar().getParent());
    Files.copy(BUILT, jar());
    port = Ports.free().redis();
    redis = launcher("redis").redis(port);
    redis.start();
    assertThat(new Rehearsal(home, home.resolve("rehearsal")).run(List.of(KIND))).isOne();
  }

  @AfterAll
  static void stop() {
    redis.kill();
  }

  @Test
  @Order(1)
  @EnabledOnOs(OS.LINUX) // where one sees what a process has mapped
  void theNextStartUsesWhatWasKept() throws IOException {
    var service = started("kept");
    try {
      var maps = Path.of("/proc", Long.toString(service.process().pid()), "maps");
      assertThat(Files.readString(maps)).contains(app().cache().toString());
      assertThat(log("kept")).contains("Starting AOT-processed OrderService");
    } finally {
      service.process().kill();
    }
  }

  @Test
  @Order(2)
  void isDoneOnceForABuild() {
    assertThat(new Rehearsal(home, home.resolve("again")).run(List.of(KIND))).isZero();
  }

  @Test
  @Order(3)
  void aCacheThatIsUnfitIsNoObstacle() throws IOException {
    Files.writeString(app().cache(), "not a cache", StandardOpenOption.TRUNCATE_EXISTING);

    started("unfit").process().kill();
  }

  @Test
  @Order(4)
  void anotherBuildHasNothingToUseYet() throws IOException {
    var before = app();
    assertThat(before.isRehearsed()).isTrue();
    try (var zip = FileSystems.newFileSystem(jar())) {
      Files.writeString(zip.getPath("changed"), "");
    }

    assertThat(app().isRehearsed()).isFalse();
    assertThat(app().command()).isEqualTo(app().plain()).isNotEqualTo(before.command());
  }

  @Test
  @Order(5)
  void saysWhatCanNotBeRehearsed() throws IOException {
    Files.writeString(jar(), "no jar");

    assertThatThrownBy(() -> new Rehearsal(home, home.resolve("fails")).run(List.of(KIND)))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("order-service.jar can't be extracted, see ");
  }

  private static ServiceInstance started(String name) {
    var service = launcher(name).service(KIND, 0, RedisAddress.local(port).arguments());
    service.process().start();
    Readiness.await(
        name,
        () -> Readiness.answers(service.readiness()),
        Duration.ofMinutes(2),
        new CompletableFuture<>());
    return service;
  }

  private static Launcher launcher(String name) {
    var settings = new StackSettings(home, home.resolve(name), Ports.free());
    return new Launcher(settings, apps(), failure -> {});
  }

  private static String log(String name) throws IOException {
    return Files.readString(
        home.resolve(name).resolve("logs/order-service-1.log"), StandardCharsets.UTF_8);
  }

  private static App app() {
    return apps().of(KIND);
  }

  private static Apps apps() {
    return new Apps(home, home.resolve("logs"));
  }

  private static Path jar() {
    return home.resolve("order-service/target/order-service.jar");
  }
}
