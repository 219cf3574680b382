package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A batch of units that change their entities, in the form that {@code commit.lua} takes. */
final class Changes {

  private static final byte[] EMPTY = {};
  private static final byte[] NONE = {'0'};

  final List<byte[]> keys = new ArrayList<>();
  final List<byte[]> args = new ArrayList<>();
  private final Keys partition;
  private final List<byte[]> body = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<byte[]> streams = new ArrayList<>();
  private final List<byte[]> others = new ArrayList<>();
  private final List<List<byte[]>> sorts = new ArrayList<>();
  private byte[] wake = NONE;

  /**
   * @param maxLength the length at which a stream takes no more commands
   */
  Changes(Keys partition, String token, List<Unit> units, long maxLength) {
    this.partition = partition;
    units.forEach(this::add);

    keys.add(partition.lease());
    sources.forEach(source -> keys.add(partition.events(source)));
    keys.addAll(streams);
    keys.addAll(others);
    units.forEach(unit -> keys.add(partition.state(String.valueOf(unit.subject()))));

    args.add(Keys.bytes(token));
    args.add(Keys.bytes(partition.group()));
    args.add(Script.bytes(units.size()));
    args.add(Script.bytes(maxLength));
    args.add(wake);
    args.add(Script.bytes(sources.size()));
    sources.forEach(source -> args.add(Keys.bytes(source)));
    args.add(Script.bytes(streams.size()));
    args.add(Script.bytes(others.size()));
    args.add(Script.bytes(sorts.size()));
    for (var names : sorts) {
      args.add(Script.bytes(names.size() / 2));
      for (int i = 0; i < names.size(); i += 2) {
        args.add(names.get(i));
      }
    }
    args.addAll(body);
  }

  private void add(Unit unit) {
    body.add(unit.source() == null ? NONE : Script.bytes(place(sources, unit.source())));
    body.add(Keys.bytes(unit.id()));
    body.add(Script.bytes(unit.version()));
    body.add(unit.state() == null ? EMPTY : Script.bytes(unit.version() + 1));
    body.add(unit.state() == null ? EMPTY : unit.state());
    addLetter(unit);
    addLess(unit);
    addAppends(unit.effects().appends());
    addPlaces(unit);
    addMore(unit.effects());
  }

  private void addLetter(Unit unit) {
    if (unit.letter() == null) {
      body.add(EMPTY);
    } else {
      body.add(Keys.bytes(unit.letter()));
      body.add(index(others, partition.letters(String.valueOf(unit.subject()))));
      body.add(index(others, partition.letters()));
      body.add(index(others, partition.dead()));
    }
  }

  private void addAppends(List<Unit.Append> appends) {
    body.add(Script.bytes(appends.size()));
    for (var append : appends) {
      body.add(index(streams, append.key()));
      body.add(sort(append.fields()));
      for (int i = 1; i < append.fields().size(); i += 2) {
        body.add(append.fields().get(i));
      }
    }
  }

  private void addPlaces(Unit unit) {
    var changes = unit.effects().listing().changes();
    var scheduled = unit.effects().scheduled();
    body.add(Script.bytes(changes.size() + scheduled.size()));
    for (var change : changes) {
      body.add(index(others, partition.index(change.name())));
      body.add(Keys.bytes(String.valueOf(unit.subject())));
      body.add(change.score() == null ? EMPTY : Script.bytes(change.score()));
    }
    for (var later : scheduled) {
      body.add(index(others, partition.due()));
      body.add(later.member(unit.subject()));
      body.add(later.fields().isEmpty() ? EMPTY : Script.bytes(later.due()));
      if (later.soon()) {
        wake = index(others, partition.wake());
      }
    }
  }

  private void addMore(Effects effects) {
    var size = body.size();
    body.add(NONE);
    if (!effects.listing().changes().isEmpty()) {
      body.add(Keys.bytes("i"));
      body.add(Keys.bytes(effects.listing().text()));
    }
    for (var later : effects.scheduled()) {
      if (!later.fields().isEmpty()) {
        body.add(Keys.bytes("l:" + later.name()));
        body.add(later.packed());
      }
    }
    body.set(size, Script.bytes(body.size() - size - 1));
  }

  private void addLess(Unit unit) {
    var size = body.size();
    body.add(NONE);
    for (var later : unit.effects().scheduled()) {
      if (later.fields().isEmpty()) {
        body.add(NONE);
        body.add(Keys.bytes("l:" + later.name()));
      }
    }
    if (unit.retried()) {
      body.add(index(others, partition.retry()));
      body.add(Keys.bytes(unit.source() + "/" + unit.id()));
    }
    body.set(size, Script.bytes((body.size() - size - 1) / 2));
  }

  private static int place(List<String> all, String one) {
    var at = all.indexOf(one);
    if (at < 0) {
      all.add(one);
      return all.size();
    }
    return at + 1;
  }

  private static byte[] index(List<byte[]> all, byte[] key) {
    for (int i = 0; i < all.size(); i++) {
      if (Arrays.equals(all.get(i), key)) {
        return Script.bytes(i + 1);
      }
    }
    all.add(key);
    return Script.bytes(all.size());
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
