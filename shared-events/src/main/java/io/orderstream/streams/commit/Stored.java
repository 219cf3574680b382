package io.orderstream.streams.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entity as it was loaded, with what the engine keeps beside it.
 *
 * @param version 0 where there is none yet
 * @param state its JSON
 * @param marks by stream, the last entry that took effect
 * @param letters by stream, the last entry that was set aside; while there is one, later entries
 *     are set aside too
 * @param listed the scores that it has in indexes, by their names
 */
public record Stored(
    long version,
    byte @Nullable [] state,
    Map<String, EntryId> marks,
    Map<String, EntryId> letters,
    boolean setAside,
    Map<String, Long> listed) {

  /** What is there where nothing was ever written. */
  static final Stored NOTHING = new Stored(0, null, Map.of(), Map.of(), false, Map.of());

  /** Whether this entry took effect before, or was set aside. */
  public boolean isPast(String stream, EntryId id) {
    return reached(marks.get(stream), id) || reached(letters.get(stream), id);
  }

  private static boolean reached(@Nullable EntryId mark, EntryId id) {
    return mark != null && mark.compareTo(id) >= 0;
  }

  /** This entity after the commit of a unit that took an entry. */
  public Stored after(String stream, EntryId id, Unit unit) {
    var moved = new HashMap<>(marks);
    moved.put(stream, id);
    return unit.state() == null
        ? new Stored(version, state, moved, letters, setAside, listed)
        : new Stored(
            version + 1, unit.state(), moved, letters, setAside, unit.effects().listing().is());
  }

  static List<byte[]> fields(List<String> streams) {
    var fields = new ArrayList<byte[]>();
    for (var name : List.of("v", "s", "d", "i")) {
      fields.add(Keys.bytes(name));
    }
    for (var stream : streams) {
      fields.add(Keys.bytes("m:" + stream));
      fields.add(Keys.bytes("d:" + stream));
    }
    return List.copyOf(fields);
  }

  static Stored of(List<byte @Nullable []> values, List<String> streams) {
    var marks = new HashMap<String, EntryId>();
    var letters = new HashMap<String, EntryId>();
    for (int i = 0; i < streams.size(); i++) {
      put(marks, streams.get(i), values.get(4 + 2 * i));
      put(letters, streams.get(i), values.get(5 + 2 * i));
    }
    var version = values.get(0);
    var dead = values.get(2);
    var listed = values.get(3);
    return new Stored(
        version == null ? 0 : Long.parseLong(Keys.text(version)),
        values.get(1),
        marks,
        letters,
        dead != null && Long.parseLong(Keys.text(dead)) > 0,
        Listing.parse(listed == null ? null : Keys.text(listed)));
  }

  private static void put(Map<String, EntryId> ids, String stream, byte @Nullable [] id) {
    if (id != null) {
      ids.put(stream, EntryId.parse(Keys.text(id)));
    }
  }
}
