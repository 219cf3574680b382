package io.orderstream.streams.consume;

import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.redis.Script;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was set aside, as it stands in {@code dead:<group>:{n}}: first what is known of its
 * failure, then its own fields, byte for byte.
 *
 * @param id its id among the dead letters of its partition
 * @param entry the entry as it stood in its stream, which may have been trimmed since
 * @param attempts how often a handler was called with it
 * @param exception the class of the last failure
 */
public record DeadLetter(
    int partition,
    String id,
    Entry entry,
    int attempts,
    Instant firstFailure,
    Instant lastFailure,
    String exception,
    String message,
    String stack) {

  private static final int LONGEST_STACK = 8 * 1024;

  /**
   * More would not fit a script's call; such an entry is kept as netstrings in one field, and so is
   * one that looks as if it were.
   */
  private static final int MOST_FIELDS = 2000;

  private static final String NETSTRINGS = "dead.netstrings";
  private static final int OWN_FIELDS = 9;

  public DeadLetters.Place place() {
    return new DeadLetters.Place(partition, id);
  }

  /** Whose it is, or null where the entry doesn't say. */
  public @Nullable String subject() {
    return entry.field("subject");
  }

  static List<byte[]> fields(
      Entry entry, String group, int attempts, Instant first, Instant last, Throwable reason) {
    var fields = new ArrayList<byte[]>();
    add(fields, "dead.stream", entry.stream());
    add(fields, "dead.entry", entry.id());
    add(fields, "dead.group", group);
    add(fields, "dead.attempts", Integer.toString(attempts));
    add(fields, "dead.first", first.toString());
    add(fields, "dead.last", last.toString());
    add(fields, "dead.exception", reason.getClass().getName());
    add(fields, "dead.message", cut(String.valueOf(reason.getMessage())));
    add(fields, "dead.stack", cut(stack(reason)));
    if (entry.fields().size() <= MOST_FIELDS && !isPacked(entry.fields())) {
      fields.addAll(entry.fields());
    } else {
      fields.add(Script.bytes(NETSTRINGS));
      fields.add(Netstrings.of(entry.fields()));
    }
    return fields;
  }

  /** Reads what {@link #fields} wrote. */
  static DeadLetter of(int partition, String id, List<byte[]> fields) {
    var known = new Entry("", "", fields.subList(0, 2 * OWN_FIELDS));
    var own = fields.subList(2 * OWN_FIELDS, fields.size());
    if (isPacked(own)) {
      own = Netstrings.parse(own.getLast());
    }
    return new DeadLetter(
        partition,
        id,
        new Entry(field(known, "dead.stream"), field(known, "dead.entry"), List.copyOf(own)),
        Integer.parseInt(field(known, "dead.attempts")),
        Instant.parse(field(known, "dead.first")),
        Instant.parse(field(known, "dead.last")),
        field(known, "dead.exception"),
        field(known, "dead.message"),
        field(known, "dead.stack"));
  }

  /** Or could be taken for it. */
  private static boolean isPacked(List<byte[]> fields) {
    return fields.size() == 2 && PartitionReader.text(fields.getFirst()).equals(NETSTRINGS);
  }

  private static String field(Entry known, String name) {
    return Objects.requireNonNull(known.field(name), name);
  }

  private static void add(List<byte[]> fields, String name, String value) {
    fields.add(Script.bytes(name));
    fields.add(Script.bytes(value));
  }

  private static String stack(Throwable reason) {
    var text = new StringWriter();
    reason.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_STACK ? text : text.substring(0, LONGEST_STACK);
  }
}
