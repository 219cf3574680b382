package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisException;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.protocol.CommandType;
import io.orderstream.streams.commit.CommitListener;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.GroupCommit;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * I1 and I2 unit by unit: all of it or nothing, and once.
 *
 * <p>Seen red when a commit doesn't look at what was set aside, when an append that is refused
 * leaves those before it, when an error ends the committer's thread with units in it, and when an
 * entity remembers its last command only.
 */
class CommitIT {

  private static final Keys ZERO = new Keys("reader", 0);
  private static final CommitListener DEAF = (units, took) -> {};

  @AutoClose private final Scene scene = new Scene();
  private Connection connection;

  @BeforeEach
  void connect() {
    var connections =
        new Connections(new LettuceConnectionFactory("localhost", scene.redis().port()));
    scene.atEnd(connections::close);
    connection = connections.shared();
    scene.atEnd(connection::close);
    scene.redis().commands().set("lease:reader:{0}", "owner/1");
  }

  @Test
  void whatWasSetAsideTakesNoEffectByAHandlerThatEndsLate() throws InterruptedException {
    var dead = new Unit.Append(ZERO.dead(), List.of(bytes("dead.stream"), bytes("count")));
    var aside =
        new Unit(Unit.Kind.D, "c-0", 0, null, "count", "1-1", false, "", Effects.appending(dead));
    try (var committer = committer(DEAF)) {
      assertThat(committer.commit(aside)).isEqualTo(Unit.Result.DONE);

      assertThat(committer.commit(unit("c-0", "seen"))).isEqualTo(Unit.Result.ALREADY);
    }
    assertThat(scene.length("seen")).isZero();
    assertThat(scene.state("c-0")).isNull();
  }

  @Test
  void aUnitThatCannotAppendAllItsEventsAppendsNoneAndOthersAreCommitted() throws Exception {
    var last = XAddArgs.Builder.maxlen(10).id("18446744073709551615-18446744073709551615");
    scene.redis().commands().xadd(Scene.key("full", 0), last, "nothing", "fits behind it");

    try (var committer = committer(DEAF)) {
      assertThatThrownBy(() -> committer.commit(unit("c-0", "seen", "full")))
          .isInstanceOf(RedisException.class);
      assertThat(scene.length("seen")).isZero();

      var fine = new ArrayList<CompletableFuture<Unit.Result>>();
      var refused = new ArrayList<CompletableFuture<Unit.Result>>();
      for (int i = 0; i < 50; i++) {
        fine.add(commit(committer, unit("fine-" + i, "seen", "seen")));
        refused.add(commit(committer, unit("refused-" + i, "seen", "full")));
      }
      for (var each : fine) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(Unit.Result.DONE);
      }
      assertThat(refused)
          .allSatisfy(
              each ->
                  assertThatThrownBy(() -> each.get(10, TimeUnit.SECONDS))
                      .rootCause()
                      .hasMessageContaining("ID"));
    }
    assertThat(scene.length("seen")).isEqualTo(100);
    assertThat(scene.redis().commands().keys("state:*")).hasSize(50);
  }

  @Test
  void aUnitThatMayNotScheduleAppendsNothingAndOneThatMayNotAppendSchedulesNothing()
      throws InterruptedException {
    var redis = scene.redis().commands();
    var last = XAddArgs.Builder.maxlen(10).id("18446744073709551615-18446744073709551615");
    redis.xadd(Scene.key("full", 0), last, "nothing", "fits behind it");
    var zadd = CommandType.ZADD;
    redis.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(zadd));
    try (var commands =
        Committer.forCommands(connection, new GroupCommit(), ZERO, 10, 10, 0, DEAF)) {
      assertThatThrownBy(() -> commands.commit(command(scheduling("c-0", 0, "seen"))))
          .isInstanceOf(RedisException.class);
    }
    redis.aclSetuser("default", AclSetuserArgs.Builder.addCommand(zadd));
    try (var committer = committer(DEAF)) {
      assertThatThrownBy(() -> committer.commit(scheduling("c-1", 0, "full")))
          .isInstanceOf(RedisException.class);
      assertThat(committer.commit(scheduling("c-2", 7, "seen"))).isEqualTo(Unit.Result.CONFLICT);
    }
    assertThat(scene.length("seen")).isZero();
    assertThat(redis.keys("state:*")).isEmpty();
    assertThat(redis.zcard("due:reader:{0}")).isZero();
  }

  @Test
  void whatIsScheduledStandsWithItsEntityUnderItsTime() throws InterruptedException {
    var redis = scene.redis().commands();
    try (var committer = committer(DEAF)) {
      assertThat(committer.commit(scheduling("c-0", 0, "seen"))).isEqualTo(Unit.Result.DONE);
    }
    assertThat(redis.zscore("due:reader:{0}", "seen seen.v1 c-0")).isEqualTo(1_234);
    assertThat(redis.hexists("state:reader:{0}:c-0", "l:seen seen.v1")).isTrue();
  }

  private static Unit command(Unit unit) {
    return new Unit(
        Unit.Kind.C,
        unit.subject(),
        unit.version(),
        unit.state(),
        null,
        "command-1",
        false,
        null,
        unit.effects());
  }

  private static Unit scheduling(String subject, long version, String stream) {
    var unit = unit(subject, stream);
    var later =
        new Unit.Scheduled("seen seen.v1", 1_234, true, List.of(bytes("number"), bytes("1")));
    return new Unit(
        unit.kind(),
        subject,
        version,
        unit.state(),
        unit.source(),
        unit.id(),
        false,
        null,
        new Effects(unit.effects().appends(), List.of(later), unit.effects().listing()));
  }

  @Test
  void aCommandThatIsSentAgainAfterAnotherTookEffectIsKnownAgain() throws InterruptedException {
    try (var commands =
        Committer.forCommands(connection, new GroupCommit(), ZERO, 10, Long.MAX_VALUE, 0, DEAF)) {
      assertThat(commands.commit(command("one", 0))).isEqualTo(Unit.Result.DONE);
      assertThat(commands.commit(command("two", 1))).isEqualTo(Unit.Result.DONE);

      assertThat(commands.commit(command("one", 0))).isEqualTo(Unit.Result.ALREADY);
    }
    assertThat(scene.length("seen")).isEqualTo(2);
  }

  @Test
  void aCommandThatMeetsAnotherVersionIsToldSoThoughNoReplicaIsThere() throws InterruptedException {
    try (var commands =
        Committer.forCommands(connection, new GroupCommit(), ZERO, 10, Long.MAX_VALUE, 1, DEAF)) {
      assertThat(commands.commit(command("one", 7))).isEqualTo(Unit.Result.CONFLICT);
      assertThatThrownBy(() -> commands.commit(command("one", 0)))
          .hasMessage("it was written, but 0 of 1 replicas have it");
    }
  }

  @Test
  void anErrorFailsItsBatchAndNoOther() throws Exception {
    var batches = new AtomicInteger();
    CommitListener failing =
        (units, took) -> {
          if (batches.incrementAndGet() == 1) {
            throw new OutOfMemoryError("as if");
          }
        };
    try (var committer = committer(failing)) {
      assertThatThrownBy(() -> committer.commit(unit("c-0", "seen")))
          .hasRootCauseInstanceOf(OutOfMemoryError.class);

      assertThat(committer.commit(unit("c-1", "seen"))).isEqualTo(Unit.Result.DONE);
    }
  }

  private Committer committer(CommitListener listener) {
    return new Committer(connection, ZERO, 10, () -> "owner/1", listener);
  }

  private static CompletableFuture<Unit.Result> commit(Committer committer, Unit unit)
      throws InterruptedException {
    var result = new CompletableFuture<Unit.Result>();
    var started = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              started.countDown();
              try {
                result.complete(committer.commit(unit));
              } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    started.await();
    return result;
  }

  private static Unit unit(String subject, String... streams) {
    var appends = new ArrayList<Unit.Append>();
    for (var stream : streams) {
      appends.add(new Unit.Append(ZERO.events(stream), List.of(bytes("number"), bytes("1"))));
    }
    return new Unit(
        Unit.Kind.E,
        subject,
        0,
        bytes("{}"),
        "count",
        "1-1",
        false,
        null,
        Effects.appending(appends.toArray(Unit.Append[]::new)));
  }

  private static Unit command(String id, long version) {
    var seen = new Unit.Append(ZERO.events("seen"), List.of(bytes("number"), bytes("1")));
    return new Unit(
        Unit.Kind.C, "c-0", version, bytes("{}"), null, id, false, null, Effects.appending(seen));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
