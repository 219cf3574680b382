package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The lag is the number of entries behind the last delivered one, whatever was done to the stream.
 *
 * <p>Seen red where Redis's own number is taken as it comes, or taken as 0 where there is none.
 */
class LagIT {

  private static final String STREAM = "events:count:{0}";
  private static final String GROUP = "reader";

  private RealRedis redis;
  private Connections connections;
  private Connection connection;

  @BeforeEach
  void start() {
    redis = new RealRedis();
    connections = new Connections(new LettuceConnectionFactory("localhost", redis.port()));
    connection = connections.shared();
  }

  @AfterEach
  void stop() {
    connection.close();
    connections.close();
    redis.close();
  }

  private List<String> add(int number) {
    return java.util.stream.IntStream.range(0, number)
        .mapToObj(n -> redis.commands().xadd(STREAM, Map.of("n", Integer.toString(n))))
        .toList();
  }

  private void group(String from) {
    redis
        .commands()
        .xgroupCreate(
            StreamOffset.from(STREAM, from), GROUP, XGroupCreateArgs.Builder.mkstream(true));
  }

  @SuppressWarnings("unchecked")
  private void read(int number) {
    redis
        .commands()
        .xreadgroup(
            Consumer.from(GROUP, "one"),
            XReadArgs.Builder.count(number),
            StreamOffset.lastConsumed(STREAM));
  }

  private Backlog backlog() throws InterruptedException {
    return new Backlogs(connection, Clock.systemUTC()).of("count", 0, GROUP).getFirst();
  }

  /** What is told, after it was compared with what stands there. */
  private long lag() throws InterruptedException {
    var groups = redis.commands().xinfoGroups(STREAM);
    var delivered = Info.of(groups.getFirst()).text("last-delivered-id");
    var behind =
        Range.from(Range.Boundary.excluding(delivered), Range.Boundary.<String>unbounded());
    var backlog = backlog();
    assertThat(backlog.lag()).isEqualTo(redis.commands().xrange(STREAM, behind).size());
    if (backlog.lag() == 0) {
      assertThat(backlog.oldestUnreadSeconds()).isZero();
    } // else it may be of this very millisecond
    return backlog.lag();
  }

  @Test
  void isWhatIsLeftWhileTheGroupReads() throws InterruptedException {
    group("0");
    assertThat(lag()).isZero();
    add(2500);
    assertThat(lag()).isEqualTo(2500);
    read(700);
    assertThat(lag()).isEqualTo(1800);
    assertThat(backlog().pending()).isEqualTo(700);
    read(2500);
    assertThat(lag()).isZero();
  }

  @Test
  void countsNothingThatWasTrimmedUnread() throws InterruptedException {
    group("0");
    add(1500);
    read(100);
    redis.commands().xtrim(STREAM, 1200);
    assertThat(lag()).isEqualTo(1200);
    read(10);
    assertThat(lag()).isEqualTo(1190);
    redis.commands().xtrim(STREAM, 0);
    assertThat(lag()).isZero();
    add(3);
    assertThat(lag()).isEqualTo(3);
  }

  @Test
  void countsNothingThatWasDeleted() throws InterruptedException {
    group("0");
    var ids = add(20);
    read(5);
    redis.commands().xdel(STREAM, ids.get(1), ids.get(10), ids.get(19));
    assertThat(lag()).isEqualTo(13);
    read(6);
    assertThat(lag()).isEqualTo(7);
    add(1);
    assertThat(lag()).isEqualTo(8);
    read(100);
    assertThat(lag()).isZero();
  }

  /** Once the group is past what was deleted, Redis's own number is taken again. */
  @Test
  void isRightBehindWhatWasDeletedWhereMuchWaits() throws InterruptedException {
    group("0");
    var ids = add(1000);
    read(50);
    redis.commands().xdel(STREAM, ids.get(10), ids.get(49), ids.get(60), ids.get(300));
    assertThat(lag()).isEqualTo(948);
    read(100);
    assertThat(lag()).isEqualTo(848);
    read(300);
    assertThat(lag()).isEqualTo(548);
    redis.commands().xdel(STREAM, ids.get(20), ids.get(400));
    assertThat(lag()).isEqualTo(548);
    redis.commands().xtrim(STREAM, 300);
    assertThat(lag()).isEqualTo(300);
    add(500);
    read(10);
    assertThat(lag()).isEqualTo(790);
  }

  @Test
  void isRightForAGroupThatBeganInTheMiddleOrWasSetElsewhere() throws InterruptedException {
    var ids = add(20);
    group(ids.get(14));
    assertThat(lag()).isEqualTo(5);
    redis.commands().xgroupSetid(StreamOffset.from(STREAM, ids.get(2)), GROUP);
    assertThat(lag()).isEqualTo(17);
    redis.commands().xgroupSetid(StreamOffset.from(STREAM, "$"), GROUP);
    assertThat(lag()).isZero();
    add(4);
    assertThat(lag()).isEqualTo(4);
  }

  @Test
  void isRightForAStreamWhoseLastIdWasSet() throws InterruptedException {
    group("0");
    add(10);
    read(4);
    redis
        .commands()
        .eval(
            "return redis.call('XSETID', KEYS[1], '9999999999999-0', 'ENTRIESADDED', '500',"
                + " 'MAXDELETEDID', '0-0')",
            ScriptOutputType.STATUS,
            STREAM);
    redis.commands().xadd(STREAM, Map.of("n", "late"));
    var backlog = backlog();
    assertThat(backlog.lag()).isEqualTo(7);
  }

  @Test
  void isRightForAGroupAndAStreamThatWereMadeAnew() throws InterruptedException {
    group("0");
    add(6);
    read(6);
    redis.commands().xgroupDestroy(STREAM, GROUP);
    group("0");
    assertThat(lag()).isEqualTo(6);
    redis.commands().del(STREAM);
    group("0");
    add(2);
    assertThat(lag()).isEqualTo(2);
  }

  @Test
  void countsNothingThatWasTrimmedUnreadLongAgo() throws InterruptedException {
    group("0");
    add(1000);
    read(100);
    redis.commands().xtrim(STREAM, 500);
    read(450);
    assertThat(lag()).isEqualTo(50);
    read(50);
    assertThat(lag()).isZero();
    add(5);
    assertThat(lag()).isEqualTo(5);
  }

  @Test
  void isRightForAGroupThatWasToldAWrongNumberOfEntriesRead() throws InterruptedException {
    var ids = add(20);
    group("0");
    redis
        .commands()
        .eval(
            "return redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], ARGV[2], 'ENTRIESREAD', 2)",
            ScriptOutputType.STATUS,
            new String[] {STREAM},
            GROUP,
            ids.get(14));
    assertThat(lag()).isEqualTo(5);
  }
}
