package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A commit under a token that no longer holds the partition is refused as a whole.
 *
 * <p>Seen red when commit.lua doesn't look at the lease.
 */
class StaleTokenIT {

  private static final Keys PARTITION = new Keys("reader", 0);

  @AutoClose private final Scene scene = new Scene();
  private Connections connections;

  @BeforeEach
  void connect() {
    var settings = new LettuceConnectionFactory("localhost", scene.redis().port());
    connections = new Connections(settings);
    scene.atEnd(connections::close);
  }

  @Test
  void aCommitUnderAStaleTokenIsRefusedAndWritesNothing() throws InterruptedException {
    scene.redis().commands().set("lease:reader:{0}", "another/2");

    assertThat(commit("zombie/1")).isEqualTo(Unit.Result.FENCED);

    assertThat(scene.redis().commands().keys("state:*")).isEmpty();
    assertThat(scene.length("seen")).isZero();
  }

  @Test
  void aCommitUnderTheLeasesTokenIsDone() throws InterruptedException {
    scene.redis().commands().set("lease:reader:{0}", "owner/1");

    assertThat(commit("owner/1")).isEqualTo(Unit.Result.DONE);
    assertThat(commit("owner/1")).isEqualTo(Unit.Result.ALREADY);

    assertThat(scene.length("seen")).isEqualTo(1);
  }

  @Test
  void whatIsDueIsPublishedUnderTheLeasesTokenOnly() throws InterruptedException {
    var redis = scene.redis().commands();
    redis.set("lease:reader:{0}", "owner/1");
    assertThat(commit("owner/1", scheduled(1))).isEqualTo(Unit.Result.DONE);

    assertThatThrownBy(() -> publishDue("zombie/1")).hasMessageContaining("FENCED");
    assertThat(scene.length("seen")).isZero();

    assertThat(publishDue("owner/1")).isEqualTo(List.of(1L, 0L));
    assertThat(publishDue("owner/1")).isEqualTo(List.of(0L, 0L));
    assertThat(scene.length("seen")).isEqualTo(1);
  }

  @Test
  void whatIsNotDueByRedissClockStays() throws InterruptedException {
    scene.redis().commands().set("lease:reader:{0}", "owner/1");
    assertThat(commit("owner/1", scheduled(9_999_999_999_999L))).isEqualTo(Unit.Result.DONE);

    assertThat(publishDue("owner/1")).isEqualTo(List.of(0L, 0L));
    assertThat(scene.length("seen")).isZero();
  }

  private List<Object> publishDue(String token) throws InterruptedException {
    var connection = connections.shared();
    try {
      var keys =
          List.of(
              PARTITION.lease(), PARTITION.due(), PARTITION.state("c-0"), PARTITION.events("seen"));
      var args = List.of(bytes(token), bytes("seen seen.v1 c-0"), bytes("seen seen.v1"));
      return Connection.await(
          new Script("due").run(connection, keys, args), Duration.ofSeconds(10));
    } finally {
      connection.close();
    }
  }

  private static Unit scheduled(long due) {
    var fields = List.of(bytes("number"), bytes("1"));
    var later = new Unit.Scheduled("seen seen.v1", due, false, fields);
    return new Unit(
        Unit.Kind.E,
        "c-0",
        0,
        bytes("{}"),
        "count",
        "1-1",
        false,
        null,
        new Effects(List.of(), List.of(later), Effects.appending().listing()));
  }

  private Unit.Result commit(String token) throws InterruptedException {
    return commit(token, unit());
  }

  private Unit.Result commit(String token, Unit unit) throws InterruptedException {
    var connection = connections.shared();
    try (var committer =
        new Committer(connection, PARTITION, 10, () -> token, (units, took) -> {})) {
      return committer.commit(unit);
    } finally {
      connection.close();
    }
  }

  private static Unit unit() {
    var seen = new Unit.Append(PARTITION.events("seen"), List.of(bytes("number"), bytes("1")));
    return new Unit(
        Unit.Kind.E, "c-0", 0, bytes("{}"), "count", "1-1", false, null, Effects.appending(seen));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
