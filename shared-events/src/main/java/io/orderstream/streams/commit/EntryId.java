package io.orderstream.streams.commit;

/** A stream entry's id; both halves are unsigned. */
public record EntryId(long millis, long sequence) implements Comparable<EntryId> {

  public static EntryId parse(String id) {
    var dash = id.indexOf('-');
    return new EntryId(
        Long.parseUnsignedLong(id, 0, dash, 10),
        Long.parseUnsignedLong(id, dash + 1, id.length(), 10));
  }

  /** The id right before this one, which must not be 0-0. */
  public EntryId previous() {
    return sequence == 0 ? new EntryId(millis - 1, -1) : new EntryId(millis, sequence - 1);
  }

  @Override
  public int compareTo(EntryId other) {
    var byMillis = Long.compareUnsigned(millis, other.millis);
    return byMillis != 0 ? byMillis : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
