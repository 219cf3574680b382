package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.codec.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** I6: how much one partition's owner may have in hand. */
class RoomTest {

  private static final int MEGABYTE = 1 << 20;

  private final Room room = new Room(1024, 8);

  @Test
  void asksForFewUntilItWasSeenHowLargeTheyAre() {
    assertThat(room.fitting(256)).isEqualTo(8);
  }

  @Test
  void smallEntriesAreBoundedByTheirNumber() throws InterruptedException {
    assertThat(numberIn(room)).isEqualTo(1024);
  }

  @Test
  void manyPartitionsHaveABatchEachWhereManyHandlersMayBeAtWork() throws InterruptedException {
    assertThat(numberIn(new Room(1024, 256))).isEqualTo(256);
    assertThat(numberIn(new Room(256, 256))).isEqualTo(64);
    assertThat(numberIn(new Room(16, 256))).isEqualTo(32);
  }

  private static int numberIn(Room room) throws InterruptedException {
    var inHand = 0;
    for (var taken = room.take(256); taken > 0; taken = room.take(256)) {
      enter(room, taken, 300);
      inHand += taken;
    }
    return inHand;
  }

  @Test
  void largeEntriesAreBoundedByTheirSize() throws InterruptedException {
    var entries = new ArrayList<InHand>();
    for (int read = 0; read < 100; read++) {
      entries.addAll(enter(room.take(256), MEGABYTE));
    }
    assertThat(entries).hasSize(8);

    room.release(entries.getFirst());
    assertThat(room.take(256)).isEqualTo(1);
  }

  /** Failing and slow orders take no room from the others, however large their entries are. */
  @Test
  void whatIsHeldTakesNoRoomFromTheOthersAndIsBoundedApart() throws InterruptedException {
    var large = enter(room.take(256), MEGABYTE);
    assertThat(large).hasSize(8).allMatch(room::isLarge);
    large.forEach(room::hold);
    var held = large.size();
    for (var taken = room.take(256); taken > 0; taken = room.take(256)) {
      var more = enter(taken, 300);
      assertThat(more).noneMatch(room::isLarge);
      more.forEach(room::hold);
      held += taken;
    }
    assertThat(held).isBetween(8192, 8192 + 256);
  }

  /** Until there is room among what is held. */
  @Test
  void whatIsHeldGivesItsRoomBack() throws InterruptedException {
    var held = new ArrayList<InHand>();
    for (var taken = room.take(256); taken > 0; taken = room.take(256)) {
      var more = enter(taken, 300);
      more.forEach(room::hold);
      held.addAll(more);
    }

    held.forEach(room::release);

    assertThat(room.take(256)).isEqualTo(256);
  }

  /** Where its fields were read again, what that took is given back once, whatever ends it. */
  @Test
  void whatWasReadAgainIsGivenBackOnce() throws InterruptedException {
    var entry = enter(room.take(1), MEGABYTE).getFirst();
    var full = entry.entry();
    var given = new AtomicInteger();
    room.hold(entry);
    assertThat(entry.isWithoutFields()).isTrue();

    assertThat(entry.haveAgain(full, given::incrementAndGet)).isTrue();
    assertThat(entry.entry()).isSameAs(full);
    room.hold(entry);
    assertThat(given).hasValue(1);

    assertThat(entry.haveAgain(full, given::incrementAndGet)).isTrue();
    room.release(entry);
    assertThat(given).hasValue(2);
    assertThat(entry.haveAgain(full, given::incrementAndGet)).isFalse();
    assertThat(given).hasValue(2);
  }

  /** When partitions come to an instance, each has less; when they go, more. */
  @Test
  void isDividedAmongThePartitionsOfTheInstance() throws InterruptedException {
    enter(room.take(256), 300);
    room.divide(16);
    var inHand = 8;
    for (var taken = room.take(256); taken > 0; taken = room.take(256)) {
      enter(taken, 300);
      inHand += taken;
    }
    assertThat(inHand).isEqualTo(512);

    room.divide(8);

    assertThat(room.take(512)).isEqualTo(512);
  }

  private List<InHand> enter(int number, int size) {
    return enter(room, number, size);
  }

  private static List<InHand> enter(Room room, int number, int size) {
    var entries = new ArrayList<InHand>();
    for (int n = 0; n < number; n++) {
      var fields = List.of("data".getBytes(StandardCharsets.US_ASCII), new byte[size - 4]);
      entries.add(new InHand(new Entry("count", "1-" + n, fields), 1, false, 0, 8));
    }
    room.enter(entries);
    return entries;
  }
}
