package io.orderstream.streams.consume;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry that was set aside, as it stands in {@code dead:<group>:{n}}: first what is known of its
 * failure, then its own fields, byte for byte.
 */
final class DeadLetter {

  private static final int LONGEST_STACK = 8 * 1024;

  /** More would not fit a script's call; such an entry is kept as netstrings in one field. */
  private static final int MOST_FIELDS = 2000;

  private DeadLetter() {}

  static List<byte[]> fields(
      InHand entry, String group, int attempts, Throwable reason, Instant now) {
    var first = entry.firstFailure == null ? now : entry.firstFailure;
    var fields = new ArrayList<byte[]>();
    add(fields, "dead.stream", entry.entry.stream());
    add(fields, "dead.entry", entry.entry.id());
    add(fields, "dead.group", group);
    add(fields, "dead.attempts", Integer.toString(attempts));
    add(fields, "dead.first", first.toString());
    add(fields, "dead.last", now.toString());
    add(fields, "dead.exception", reason.getClass().getName());
    add(fields, "dead.message", cut(String.valueOf(reason.getMessage())));
    add(fields, "dead.stack", cut(stack(reason)));
    if (entry.entry.fields().size() <= MOST_FIELDS) {
      fields.addAll(entry.entry.fields());
    } else {
      fields.add("dead.netstrings".getBytes(StandardCharsets.UTF_8));
      fields.add(Netstrings.of(entry.entry.fields()));
    }
    return fields;
  }

  private static void add(List<byte[]> fields, String name, String value) {
    fields.add(name.getBytes(StandardCharsets.UTF_8));
    fields.add(value.getBytes(StandardCharsets.UTF_8));
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
