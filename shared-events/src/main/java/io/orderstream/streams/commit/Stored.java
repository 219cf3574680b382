package io.orderstream.streams.commit;

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
 */
public record Stored(
    long version,
    byte @Nullable [] state,
    Map<String, EntryId> marks,
    Map<String, EntryId> letters,
    boolean setAside) {

  /** Whether this entry took effect before, or was set aside. */
  public boolean isPast(String stream, EntryId id) {
    return reached(marks.get(stream), id) || reached(letters.get(stream), id);
  }

  private static boolean reached(@Nullable EntryId mark, EntryId id) {
    return mark != null && mark.compareTo(id) >= 0;
  }

  /** This entity after a commit that took an entry. */
  public Stored after(String stream, EntryId id, byte @Nullable [] newState) {
    var moved = new HashMap<>(marks);
    moved.put(stream, id);
    return newState == null
        ? new Stored(version, state, moved, letters, setAside)
        : new Stored(version + 1, newState, moved, letters, setAside);
  }

  static byte[][] fields(List<String> streams) {
    var fields = new byte[3 + 2 * streams.size()][];
    fields[0] = Units.bytes("v");
    fields[1] = Units.bytes("s");
    fields[2] = Units.bytes("d");
    for (int i = 0; i < streams.size(); i++) {
      fields[3 + 2 * i] = Units.bytes("m:" + streams.get(i));
      fields[4 + 2 * i] = Units.bytes("d:" + streams.get(i));
    }
    return fields;
  }

  static Stored of(List<byte @Nullable []> values, List<String> streams) {
    var marks = new HashMap<String, EntryId>();
    var letters = new HashMap<String, EntryId>();
    for (int i = 0; i < streams.size(); i++) {
      put(marks, streams.get(i), values.get(3 + 2 * i));
      put(letters, streams.get(i), values.get(4 + 2 * i));
    }
    var version = values.get(0);
    var dead = values.get(2);
    return new Stored(
        version == null ? 0 : Long.parseLong(Units.text(version)),
        values.get(1),
        marks,
        letters,
        dead != null && Long.parseLong(Units.text(dead)) > 0);
  }

  private static void put(Map<String, EntryId> ids, String stream, byte @Nullable [] id) {
    if (id != null) {
      ids.put(stream, EntryId.parse(Units.text(id)));
    }
  }
}
