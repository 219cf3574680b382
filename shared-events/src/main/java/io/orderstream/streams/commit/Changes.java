package io.orderstream.streams.commit;

import io.orderstream.streams.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch of units that change their entities, in the form that {@code commit.lua} takes: what many
 * of them have in common is said once.
 */
final class Changes {

  private static final byte[] EMPTY = {};
  private static final byte[] ONE = {'1'};
  private static final byte[] NONE = {'0'};

  /** A sort of events: those with the same fields. */
  private static final class Sort {
    private final List<byte[]> first;
    private final boolean[] varies;

    Sort(List<byte[]> first) {
      this.first = first;
      this.varies = new boolean[first.size() / 2];
    }

    boolean isOf(List<byte[]> fields) {
      if (fields.size() != first.size()) {
        return false;
      }
      for (int i = 0; i < fields.size(); i += 2) {
        if (!Arrays.equals(fields.get(i), first.get(i))) {
          return false;
        }
      }
      return true;
    }

    void compare(List<byte[]> fields) {
      for (int i = 0; i < varies.length; i++) {
        varies[i] |= !Arrays.equals(fields.get(2 * i + 1), first.get(2 * i + 1));
      }
    }
  }

  final List<byte[]> keys = new ArrayList<>();
  final List<byte[]> args = new ArrayList<>();
  private final Keys partition;
  private final List<byte[]> body = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<byte[]> streams = new ArrayList<>();
  private final List<byte[]> others = new ArrayList<>();
  private final List<Sort> sorts = new ArrayList<>();
  private final List<List<Integer>> shapes = new ArrayList<>();
  private byte[] wake = NONE;

  /**
   * @param maxLength the length at which a stream takes no more commands
   */
  Changes(Keys partition, String token, List<Unit> units, long maxLength) {
    this.partition = partition;
    units.forEach(unit -> unit.effects().appends().forEach(this::sort));
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
    addSorts();
    args.add(Script.bytes(shapes.size()));
    shapes.forEach(shape -> shape.forEach(number -> args.add(Script.bytes(number))));
    args.addAll(body);
  }

  private void sort(Unit.Append append) {
    var at = sortOf(append);
    if (at < 0) {
      sorts.add(new Sort(append.fields()));
    } else {
      sorts.get(at).compare(append.fields());
    }
  }

  private int sortOf(Unit.Append append) {
    for (int i = 0; i < sorts.size(); i++) {
      if (sorts.get(i).isOf(append.fields())) {
        return i;
      }
    }
    return -1;
  }

  private void addSorts() {
    args.add(Script.bytes(sorts.size()));
    for (var sort : sorts) {
      args.add(Script.bytes(sort.varies.length));
      for (int i = 0; i < sort.varies.length; i++) {
        args.add(sort.first.get(2 * i));
        if (sort.varies[i]) {
          args.add(NONE);
        } else {
          args.add(ONE);
          args.add(sort.first.get(2 * i + 1));
        }
      }
    }
  }

  private void add(Unit unit) {
    var shape = new ArrayList<Integer>();
    var at = body.size();
    body.add(NONE);
    body.add(Keys.bytes(unit.id()));
    body.add(Script.bytes(unit.version()));
    if (unit.state() != null) {
      body.add(Script.bytes(unit.version() + 1));
      body.add(unit.state());
    }
    addLetter(unit);
    shape.add(unit.source() == null ? 0 : place(sources, unit.source()));
    shape.add(unit.letter() == null ? 0 : 1);
    shape.add(addLess(unit) / 2);
    shape.add(unit.state() == null ? 0 : 1);
    var appends = addAppends(unit.effects().appends());
    shape.add(addPlaces(unit) / 3);
    shape.add(addMore(unit.effects()));
    shape.add(appends.size() / 2);
    shape.addAll(appends);
    body.set(at, Script.bytes(place(shapes, shape)));
  }

  private void addLetter(Unit unit) {
    if (unit.letter() != null) {
      body.add(Keys.bytes(unit.letter()));
      body.add(index(others, partition.letters(String.valueOf(unit.subject()))));
      body.add(index(others, partition.letters()));
      body.add(index(others, partition.dead()));
    }
  }

  /** How many arguments it takes to say what is deleted. */
  private int addLess(Unit unit) {
    var before = body.size();
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
    return body.size() - before;
  }

  /** Which streams and which sorts they are of, in turn. */
  private List<Integer> addAppends(List<Unit.Append> appends) {
    var of = new ArrayList<Integer>();
    for (var append : appends) {
      var sort = sortOf(append);
      of.add(number(streams, append.key()));
      of.add(sort + 1);
      var varies = sorts.get(sort).varies;
      for (int i = 0; i < varies.length; i++) {
        if (varies[i]) {
          body.add(append.fields().get(2 * i + 1));
        }
      }
    }
    return of;
  }

  /** How many arguments it takes to say what moves. */
  private int addPlaces(Unit unit) {
    var before = body.size();
    for (var change : unit.effects().listing().changes()) {
      body.add(index(others, partition.index(change.name())));
      body.add(Keys.bytes(String.valueOf(unit.subject())));
      body.add(change.score() == null ? EMPTY : Script.bytes(change.score()));
    }
    for (var later : unit.effects().scheduled()) {
      body.add(index(others, partition.due()));
      body.add(later.member(unit.subject()));
      body.add(later.fields().isEmpty() ? EMPTY : Script.bytes(later.due()));
      if (later.soon()) {
        wake = index(others, partition.wake());
      }
    }
    return body.size() - before;
  }

  /** How many arguments more fields of the entity take. */
  private int addMore(Effects effects) {
    var before = body.size();
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
    return body.size() - before;
  }

  private static <T> int place(List<T> all, T one) {
    var at = all.indexOf(one);
    if (at < 0) {
      all.add(one);
      return all.size();
    }
    return at + 1;
  }

  private static byte[] index(List<byte[]> all, byte[] key) {
    return Script.bytes(number(all, key));
  }

  private static int number(List<byte[]> all, byte[] key) {
    for (int i = 0; i < all.size(); i++) {
      if (Arrays.equals(all.get(i), key)) {
        return i + 1;
      }
    }
    all.add(key);
    return all.size();
  }
}
