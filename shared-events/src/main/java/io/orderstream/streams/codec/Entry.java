package io.orderstream.streams.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in a stream, not yet understood.
 *
 * @param stream for example {@code order}
 * @param id for example {@code 1700000000000-0}
 * @param fields names and values in turn, as Redis has them
 */
public record Entry(String stream, String id, List<byte[]> fields) {

  /** The first field of that name. */
  public @Nullable String field(String name) {
    var bytes = bytes(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  byte @Nullable [] bytes(String name) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (is(fields.get(i), name)) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  private static boolean is(byte[] bytes, String name) {
    if (bytes.length != name.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
