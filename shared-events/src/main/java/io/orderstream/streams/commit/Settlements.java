package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A batch of units that change no entity, in the form that {@code settle.lua} takes. */
final class Settlements {

  private static final byte[] EMPTY = {};
  private static final byte[] ONE = {'1'};
  private static final byte[] NONE = {'0'};

  final List<byte[]> keys = new ArrayList<>();
  final List<byte[]> args = new ArrayList<>();
  private final Keys partition;
  private final Map<String, Integer> indexes = new HashMap<>();

  Settlements(Keys partition, String token, List<Unit> units) {
    this.partition = partition;
    index(partition.lease());
    index(partition.retry());
    args.add(Keys.bytes(token));
    args.add(Keys.bytes(partition.group()));
    args.add(Script.bytes(units.size()));
    units.forEach(this::add);
  }

  private void add(Unit unit) {
    var source = Objects.requireNonNull(unit.source());
    args.add(Keys.bytes(unit.kind().name()));
    args.add(unit.subject() == null ? NONE : index(partition.state(unit.subject())));
    args.add(index(partition.events(source)));
    args.add(Keys.bytes(source));
    args.add(Keys.bytes(unit.id()));
    args.add(unit.retried() ? ONE : EMPTY);
    if (unit.letter() != null) {
      var fields = unit.effects().appends().getFirst().fields();
      args.add(unit.subject() == null ? NONE : index(partition.letters(unit.subject())));
      args.add(index(partition.letters()));
      args.add(index(partition.dead()));
      args.add(Keys.bytes(unit.letter()));
      args.add(Script.bytes(fields.size()));
      args.addAll(fields);
    }
  }

  private byte[] index(byte[] key) {
    var index =
        indexes.computeIfAbsent(
            Keys.text(key),
            name -> {
              keys.add(key);
              return keys.size();
            });
    return Script.bytes(index);
  }
}
