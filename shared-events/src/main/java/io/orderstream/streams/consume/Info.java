package io.orderstream.streams.consume;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reply of XINFO: names and values in turn, or a map over RESP3. */
record Info(Map<String, Object> values) {

  static Info of(Object reply) {
    var values = new HashMap<String, Object>();
    if (reply instanceof Map<?, ?> map) {
      map.forEach((name, value) -> put(values, name, value));
    } else {
      var list = (List<?>) reply;
      for (int i = 0; i + 1 < list.size(); i += 2) {
        put(values, list.get(i), list.get(i + 1));
      }
    }
    return new Info(values);
  }

  private static void put(Map<String, Object> values, Object name, @Nullable Object value) {
    if (value != null) {
      values.put(string(name), value);
    }
  }

  String text(String name) {
    var value = values.get(name);
    return value == null ? "" : string(value);
  }

  /** Null where Redis can't say. */
  @Nullable Long number(String name) {
    return values.get(name) instanceof Long number ? number : null;
  }

  private static String string(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
