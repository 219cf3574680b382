package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A batch of units in the form that {@code commit.lua} takes: those of every kind but E. */
final class Units {

  private static final byte[] EMPTY = {};
  private static final byte[] ONE = {'1'};

  private final Keys partition;
  final List<byte[]> keys = new ArrayList<>();
  final List<byte[]> args = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  /**
   * @param maxLength the length at which a stream takes no more commands
   */
  Units(Keys partition, String token, List<Unit> units, long maxLength) {
    this.partition = partition;
    index(partition.lease());
    index(partition.retry());
    args.add(bytes(token));
    args.add(bytes(partition.group()));
    args.add(Script.bytes(units.size()));
    args.add(Script.bytes(maxLength));
    args.add(anyScheduled(units, each -> true) ? index(partition.due()) : Script.bytes(0));
    args.add(anyScheduled(units, Unit.Scheduled::soon) ? index(partition.wake()) : Script.bytes(0));
    units.forEach(this::add);
  }

  private void add(Unit unit) {
    args.add(bytes(unit.kind().name()));
    args.add(unit.subject() == null ? Script.bytes(0) : index(partition.state(unit.subject())));
    args.add(Script.bytes(unit.version()));
    args.add(unit.state() == null ? EMPTY : unit.state());
    args.add(unit.source() == null ? Script.bytes(0) : index(partition.events(unit.source())));
    args.add(unit.source() == null ? EMPTY : bytes(unit.source()));
    args.add(bytes(unit.id()));
    args.add(unit.retried() ? ONE : EMPTY);
    args.add(Script.bytes(unit.effects().appends().size()));
    if (unit.letter() != null) {
      addLetter(unit.subject(), unit.letter());
    }
    for (var append : unit.effects().appends()) {
      args.add(index(append.key()));
      args.add(Script.bytes(append.fields().size()));
      args.addAll(append.fields());
    }
    args.add(Script.bytes(unit.effects().scheduled().size()));
    for (var later : unit.effects().scheduled()) {
      args.add(bytes(later.name()));
      args.add(later.member(unit.subject()));
      args.add(Script.bytes(later.due()));
      args.add(later.packed());
    }
    addListing(unit);
  }

  private void addListing(Unit unit) {
    var changes = unit.effects().listing().changes();
    args.add(Script.bytes(changes.size()));
    for (var change : changes) {
      args.add(index(partition.index(change.name())));
      args.add(change.score() == null ? EMPTY : Script.bytes(change.score()));
    }
    if (!changes.isEmpty()) {
      args.add(bytes(String.valueOf(unit.subject())));
      args.add(bytes(unit.effects().listing().text()));
    }
  }

  private static boolean anyScheduled(List<Unit> units, Predicate<Unit.Scheduled> that) {
    return units.stream().flatMap(unit -> unit.effects().scheduled().stream()).anyMatch(that);
  }

  private void addLetter(@Nullable String subject, String letter) {
    args.add(subject == null ? Script.bytes(0) : index(partition.letters(subject)));
    args.add(index(partition.letters()));
    args.add(index(partition.dead()));
    args.add(bytes(letter));
  }

  private byte[] index(byte[] key) {
    var index =
        indexes.computeIfAbsent(
            text(key),
            name -> {
              keys.add(key);
              return keys.size();
            });
    return Script.bytes(index);
  }

  static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  static @Nullable String orNull(byte @Nullable [] value) {
    return value == null ? null : text(value);
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
