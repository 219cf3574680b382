package io.orderstream.streams.commit;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is committed as one: written as a whole or not at all. See {@code commit.lua} and {@code
 * settle.lua}.
 *
 * @param subject whose entity it concerns, or null where an entry names none
 * @param version the entity's version that the decision was made on
 * @param state the entity's new state, or null to leave it
 * @param source the entry's stream, or null for a command
 * @param id the entry's id, or the command's
 * @param retried whether the entry has a retry time to forget
 * @param letter the dead letter that it is about, or null; the empty one where it is new
 * @param effects what it does beside
 */
public record Unit(
    Kind kind,
    @Nullable String subject,
    long version,
    byte @Nullable [] state,
    @Nullable String source,
    String id,
    boolean retried,
    @Nullable String letter,
    Effects effects) {

  /** Which of the scripts' rules hold. */
  public enum Kind {
    /** An entry takes effect. */
    E,
    /** A command takes effect. */
    C,
    /** An entry is set aside. */
    D,
    /** An entry is acked, and nothing else. */
    A,
    /** A dead letter takes effect. */
    R,
    /** A dead letter failed again; the request to replay it is done with. */
    F,
    /** A request to replay is done with. */
    Q;

    boolean changesTheEntity() {
      return this == E || this == C || this == R;
    }
  }

  /** How a unit fared. */
  public enum Result {
    DONE,
    ALREADY,
    CONFLICT,
    /** A stream that a command publishes to is full; nothing was written. */
    FULL,
    /** The caller no longer owns the partition; nothing was written. */
    FENCED
  }

  /** An entry to append under a key, its fields names and values in turn. */
  public record Append(byte[] key, List<byte[]> fields) {}

  /**
   * An event to publish later.
   *
   * @param name its stream and type, with a space between; of each name an entity has one at most
   * @param due in milliseconds since 1970
   * @param soon whether the partition's owner might not look before it is due
   * @param fields names and values in turn; none, to cancel what is scheduled under that name
   */
  public record Scheduled(String name, long due, boolean soon, List<byte[]> fields) {

    /** Its member of the scheduled events. */
    byte[] member(@Nullable String subject) {
      return Keys.bytes(name + " " + subject);
    }

    /**
     * The fields as one text, in a form that Lua in Redis takes apart; empty to cancel. See <a
     * href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</a>: an array of
     * strings.
     */
    byte[] packed() {
      if (fields.isEmpty()) {
        return new byte[0];
      }
      var size = fields.stream().mapToInt(field -> 5 + field.length).sum();
      var packed = ByteBuffer.allocate(3 + size).put((byte) 0xdc).putShort((short) fields.size());
      for (var field : fields) {
        packed.put((byte) 0xdb).putInt(field.length).put(field);
      }
      return packed.array();
    }
  }
}
