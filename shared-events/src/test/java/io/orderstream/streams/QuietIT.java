package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * While something is wrong, it is said once, and tried again at leisure.
 *
 * <p>Seen red when a lost connection is closed again at each try, which Lettuce warns of, when
 * there is no pause between tries, and when a missing group counts as trouble; and when leases that
 * run out meanwhile count as troubles of their own.
 */
class QuietIT {

  @AutoClose private final Scene scene = new Scene();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @Test
  void aRedisThatIsAwayIsSaidOnceAndNotStormed() throws IOException {
    scene.reader(Scene.TAKE);
    scene.publish(20, 1, 1);
    scene.awaitSeen(20);
    listen();

    scene.redis().kill();
    var tries = new AtomicInteger();
    try (var deaf = new ServerSocket()) {
      deaf.setReuseAddress(true);
      deaf.bind(new InetSocketAddress("localhost", scene.redis().port()));
      var counting = Thread.ofPlatform().daemon().start(() -> refuse(deaf, tries));
      await().during(Duration.ofSeconds(5)).atMost(Scene.PATIENCE).until(counting::isAlive);
    }
    scene.redis().restart();
    scene.publish(20, 2, 2);

    scene.awaitSeen(40);
    scene.assertOnceInOrder(20, 2);
    await().atMost(Scene.PATIENCE).until(() -> said.contains("INFO reader can use Redis again"));
    assertThat(said.stream().filter(line -> line.contains("can't use Redis"))).hasSize(1);
    assertThat(said.stream().filter(line -> !line.startsWith("INFO"))).hasSizeLessThan(5);
    // eight owners and the heartbeat, a few times a second each
    assertThat(tries).hasValueBetween(5, 400);
  }

  @Test
  void aRedisThatIsAwayForManyLeasesIsStillOneTrouble() {
    var shortLease = "--streams.lease=1s";
    scene.reader(Scene.TAKE, shortLease);
    scene.reader(Scene.TAKE, shortLease);
    scene.publish(20, 1, 1);
    scene.awaitSeen(20);
    listen();

    scene.redis().kill();
    var away = Duration.ofSeconds(8);
    await().during(away).atMost(Scene.PATIENCE).until(() -> true);
    scene.redis().restart();
    scene.publish(20, 2, 2);

    scene.awaitSeen(40);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Scene.PATIENCE)
        .until(() -> said.stream().filter("INFO reader can use Redis again"::equals).count() == 2);
    assertThat(said.stream().filter(line -> line.contains("can't use Redis"))).hasSize(2);
    assertThat(said).noneMatch(line -> line.startsWith("WARN partition"));
  }

  private static void refuse(ServerSocket server, AtomicInteger tries) {
    try {
      while (true) {
        server.accept().close();
        tries.incrementAndGet();
      }
    } catch (IOException e) {
      return;
    }
  }

  @Test
  void groupsThatAreGoneAreMadeAgainWithoutAWord() {
    scene.reader(Scene.TAKE);
    scene.publish(20, 1, 1);
    scene.awaitSeen(20);
    listen();

    for (int n = 0; n < Scene.PARTITIONS; n++) {
      scene.redis().commands().xgroupDestroy(Scene.key("count", n), "reader");
    }
    scene.redis().commands().configResetstat();
    scene.publish(20, 2, 2);

    scene.awaitSeen(40);
    scene.assertOnceInOrder(20, 2);
    assertThat(said).isEmpty();
    assertThat(scene.redis().commands().info("errorstats"))
        .doesNotContainPattern("NOGROUP:count=\\d{3}");
  }

  private void listen() {
    var keep =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            said.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        };
    for (var name : List.of("io.orderstream.streams", "io.lettuce")) {
      var logger = (Logger) LoggerFactory.getLogger(name);
      logger.addAppender(keep);
      scene.atEnd(() -> logger.detachAppender(keep));
    }
    assertThat(((Logger) LoggerFactory.getLogger("io.lettuce")).isEnabledFor(Level.WARN)).isTrue();
    keep.start();
  }
}
