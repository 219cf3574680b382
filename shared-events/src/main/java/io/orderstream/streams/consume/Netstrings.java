package io.orderstream.streams.consume;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

  static List<byte[]> parse(byte[] all) {
    var strings = new ArrayList<byte[]>();
    var at = 0;
    while (at < all.length) {
      var length = 0;
      for (; all[at] != ':'; at++) {
        length = 10 * length + all[at] - '0';
      }
      strings.add(Arrays.copyOfRange(all, at + 1, at + 1 + length));
      at += length + 2;
    }
    return strings;
  }
}
