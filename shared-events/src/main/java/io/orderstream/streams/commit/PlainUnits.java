package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A batch of plain units, which most are, in the form that {@code take.lua} takes. */
final class PlainUnits {

  private static final byte[] EMPTY = {};

  final List<byte[]> keys = new ArrayList<>();
  final List<byte[]> args = new ArrayList<>();
  private final List<byte[]> body = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<byte[]> streams = new ArrayList<>();
  private final List<List<byte[]>> sorts = new ArrayList<>();

  PlainUnits(Keys partition, String token, List<Unit> units) {
    units.forEach(this::add);
    keys.add(partition.lease());
    sources.forEach(source -> keys.add(partition.events(source)));
    keys.addAll(streams);
    units.forEach(unit -> keys.add(partition.state(String.valueOf(unit.subject()))));

    args.add(Units.bytes(token));
    args.add(Units.bytes(partition.group()));
    args.add(Script.bytes(units.size()));
    args.add(Script.bytes(sources.size()));
    sources.forEach(source -> args.add(Units.bytes(source)));
    args.add(Script.bytes(streams.size()));
    args.add(Script.bytes(sorts.size()));
    for (var names : sorts) {
      args.add(Script.bytes(names.size() / 2));
      for (int i = 0; i < names.size(); i += 2) {
        args.add(names.get(i));
      }
    }
    args.addAll(body);
  }

  /** Whether an entry takes effect, by nothing but a new state and entries to append. */
  static boolean isPlain(Unit unit) {
    var effects = unit.effects();
    return unit.kind() == Unit.Kind.E
        && !unit.retried()
        && effects.scheduled().isEmpty()
        && effects.listing().changes().isEmpty();
  }

  private void add(Unit unit) {
    body.add(number(sources, String.valueOf(unit.source())));
    body.add(Units.bytes(unit.id()));
    body.add(Script.bytes(unit.version()));
    body.add(unit.state() == null ? EMPTY : Script.bytes(unit.version() + 1));
    body.add(unit.state() == null ? EMPTY : unit.state());
    var appends = unit.effects().appends();
    body.add(Script.bytes(appends.size()));
    for (var append : appends) {
      body.add(stream(append.key()));
      body.add(sort(append.fields()));
      for (int i = 1; i < append.fields().size(); i += 2) {
        body.add(append.fields().get(i));
      }
    }
  }

  private static byte[] number(List<String> all, String one) {
    var at = all.indexOf(one);
    if (at < 0) {
      all.add(one);
      at = all.size() - 1;
    }
    return Script.bytes(at + 1);
  }

  private byte[] stream(byte[] key) {
    for (int i = 0; i < streams.size(); i++) {
      if (Arrays.equals(streams.get(i), key)) {
        return Script.bytes(i + 1);
      }
    }
    streams.add(key);
    return Script.bytes(streams.size());
  }

  private byte[] sort(List<byte[]> fields) {
    for (int i = 0; i < sorts.size(); i++) {
      if (areNamedAlike(sorts.get(i), fields)) {
        return Script.bytes(i + 1);
      }
    }
    sorts.add(fields);
    return Script.bytes(sorts.size());
  }

  private static boolean areNamedAlike(List<byte[]> one, List<byte[]> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i += 2) {
      if (!Arrays.equals(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
