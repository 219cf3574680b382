package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.redis.Connections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * I5 and I6: of held entries what is read again is what was there, and the room for it comes back.
 *
 * <p>Seen red when those that have their fields are read once more.
 */
class ReadAgainIT {

  private static final Keys KEYS = new Keys("reader", 0);
  private static final int KIBIBYTE = 1024;

  @AutoClose private final RealRedis redis = new RealRedis();
  private final Semaphore free = new Semaphore(HeldEntries.KIBIBYTES);
  private final List<InHand> entries = new ArrayList<>();
  private Connections connections;
  private HeldEntries held;

  @BeforeEach
  void connect() {
    connections = new Connections(new LettuceConnectionFactory("localhost", redis.port()));
    held = new HeldEntries(connections.shared(), KEYS, free);
  }

  @AfterEach
  void disconnect() {
    connections.close();
  }

  @Test
  void fieldsAreAsTheyWereDoubledOnesToo() throws InterruptedException {
    append(10);
    entries.forEach(InHand::letGo);

    assertThat(held.read(entries)).isTrue();

    assertThat(entries.getFirst().entry().fields())
        .containsExactly(bytes("data"), bytes("x".repeat(10)), bytes("data"), bytes("twice"));
  }

  /** However often it is asked for those that are there already, and for those that are gone. */
  @Test
  void theRoomComesBackWhateverIsGoneInBetween() throws InterruptedException {
    for (int n = 0; n < 12; n++) {
      append(KIBIBYTE);
    }
    for (var n : List.of(0, 3, 4)) {
      redis.commands().xdel("events:count:{0}", entries.get(n).entry().id());
    }
    entries.forEach(InHand::letGo);

    for (int from = 0; from < 12; from++) {
      assertThat(held.read(entries.subList(from, 12))).isEqualTo(from == 0);
    }

    assertThat(entries.stream().filter(InHand::isGone))
        .containsExactly(entries.get(0), entries.get(3), entries.get(4));
    assertThat(entries.get(0).goneTogether()).isEqualTo(3);
    assertThat(free.availablePermits()).isEqualTo(HeldEntries.KIBIBYTES - 9);
    entries.subList(0, 6).forEach(InHand::end);
    entries.subList(6, 12).forEach(InHand::letGo);
    assertThat(free.availablePermits()).isEqualTo(HeldEntries.KIBIBYTES);
  }

  /** Of large ones only that whose turn it is. */
  @Test
  void readingAheadTakesLittle() throws InterruptedException {
    append(100 * KIBIBYTE);
    append(100 * KIBIBYTE);
    for (int n = 0; n < 3; n++) {
      append(30 * KIBIBYTE);
    }
    entries.forEach(InHand::letGo);

    assertThat(held.read(entries)).isTrue();
    assertThat(entries.stream().filter(InHand::isWithoutFields)).hasSize(4);

    assertThat(held.read(entries.subList(2, 5))).isTrue();
    assertThat(entries.stream().filter(InHand::isWithoutFields)).containsExactly(entries.get(1));
  }

  @Test
  void withoutRoomNothingIsRead() throws InterruptedException {
    append(KIBIBYTE);
    append(KIBIBYTE);
    entries.forEach(InHand::letGo);
    free.acquire(HeldEntries.KIBIBYTES - 1);

    assertThat(held.read(entries)).isTrue();
    assertThat(entries.getLast().isWithoutFields()).isTrue();
    assertThat(held.read(entries.subList(1, 2))).isFalse();

    entries.getFirst().end();
    assertThat(held.read(entries.subList(1, 2))).isTrue();
    assertThat(entries.getLast().isWithoutFields()).isFalse();
  }

  /** It is not gone, and its next owner finds it. */
  @Test
  void whatWasLetGoMeanwhileIsNotTakenForGone() throws InterruptedException {
    append(KIBIBYTE);
    var entry = entries.getFirst();
    entry.letGo();
    entry.end();

    assertThat(held.read(entries)).isTrue();

    assertThat(entry.isWithoutFields()).isTrue();
    assertThat(entry.isGone()).isFalse();
    assertThat(free.availablePermits()).isEqualTo(HeldEntries.KIBIBYTES);
  }

  private void append(int size) {
    var fields = List.of("data", "x".repeat(size), "data", "twice");
    var id = redis.commands().xadd("events:count:{0}", fields.toArray());
    var all = fields.stream().map(ReadAgainIT::bytes).toList();
    entries.add(new InHand(new Entry("count", id, all), 1, false, 0, 1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
