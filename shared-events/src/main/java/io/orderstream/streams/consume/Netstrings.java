package io.orderstream.streams.consume;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Many byte strings as one: each its length, a colon, its bytes, a comma (D. J. Bernstein, 1997).
 */
final class Netstrings {

  private Netstrings() {}

  static byte[] of(List<byte[]> strings) {
    var all = new ByteArrayOutputStream();
    for (var one : strings) {
      all.writeBytes((one.length + ":").getBytes(StandardCharsets.US_ASCII));
      all.writeBytes(one);
      all.write(',');
    }
    return all.toByteArray();
  }
}
