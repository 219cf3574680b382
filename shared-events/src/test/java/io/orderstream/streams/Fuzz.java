package io.orderstream.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Entries as nobody should write them: good ones with one to three faults each. */
final class Fuzz {

  /** Names and values in turn, for the partition's stream. */
  record Raw(int partition, List<byte[]> fields) {

    /** The first value of that name, as the engine reads it. */
    String field(String name) {
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (text(fields.get(i)).equals(name)) {
          return text(fields.get(i + 1));
        }
      }
      return "";
    }
  }

  private static final List<String> TIMES =
      List.of(
          Instant.MAX.toString(),
          Instant.MIN.toString(),
          "0001-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "2026-02-30T00:00:00Z",
          "2016-12-31T23:59:60Z",
          "2026-11-23",
          "1e99",
          "now");

  private static final List<String> NUMBERS =
      List.of(
          "\"7\"",
          "\"\"",
          "null",
          "true",
          "[1]",
          "{}",
          "-0",
          "1.5",
          "1e1000000000",
          "99999999999999999999",
          "9".repeat(5000),
          "NaN",
          "0x10",
          "01");

  private static final List<byte[]> BROKEN =
      List.of(
          bytes(0xC3, 0x28),
          bytes(0xFF, 0xFE),
          bytes(0xED, 0xA0, 0x80),
          bytes(0xC0, 0x80),
          bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
          bytes(0xE2, 0x82),
          bytes(0));

  private final Random random;
  private int number;

  Fuzz(long seed) {
    random = new Random(seed);
  }

  Raw next() {
    number++;
    var subject = "f-" + number;
    var fields = good(subject);
    for (int faults = 1 + random.nextInt(3); faults > 0 && !fields.isEmpty(); faults--) {
      fault(fields, subject);
    }
    if (fields.isEmpty()) {
      fields.addAll(List.of(new byte[0], new byte[0]));
    }
    var elsewhere = random.nextInt(20) == 0;
    var partition = Scene.partitionOf(subject);
    return new Raw(elsewhere ? random.nextInt(Scene.PARTITIONS) : partition, fields);
  }

  private List<byte[]> good(String subject) {
    var fields = new ArrayList<byte[]>();
    add(fields, "specversion", "1.0");
    add(fields, "id", "id-" + number);
    add(fields, "source", "fuzz");
    add(fields, "type", "count.added.v1");
    add(fields, "subject", subject);
    add(fields, "time", "2026-11-01T00:00:00Z");
    add(fields, "data", data(subject, Integer.toString(number)));
    return fields;
  }

  private static String data(String subject, String number) {
    return "{\"counter\":\"%s\",\"number\":%s}".formatted(subject, number);
  }

  private void fault(List<byte[]> fields, String subject) {
    switch (random.nextInt(17)) {
      case 0 -> {
        var at = pair(fields);
        fields.subList(at, at + 2).clear();
      }
      case 1 -> {
        var at = pair(fields);
        fields.addAll(
            pair(fields),
            List.of(fields.get(at), random.nextBoolean() ? binary(40) : fields.get(at + 1)));
      }
      case 2 -> fields.set(pair(fields) + random.nextInt(2), binary(random.nextInt(200)));
      case 3 -> {
        var at = pair(fields) + random.nextInt(2);
        fields.set(at, insert(fields.get(at), BROKEN.get(random.nextInt(BROKEN.size()))));
      }
      case 4 -> set(fields, "data", nested(subject));
      case 5 -> set(fields, "data", data(subject, any(NUMBERS)).getBytes(StandardCharsets.UTF_8));
      case 6 -> {
        var at = pair(fields) + 1;
        var value = fields.get(at);
        fields.set(at, java.util.Arrays.copyOf(value, random.nextInt(value.length + 1)));
      }
      case 7 -> set(fields, "time", any(TIMES));
      case 8 ->
          set(fields, "id", any(List.of("", "\n", "id-1", "x".repeat(10_000), "{\"$ne\":1}")));
      case 9 -> set(fields, "subject", any(subjects(subject)));
      case 10 ->
          set(
              fields,
              "type",
              any(List.of("count.added.v2", "COUNT.ADDED.V1", "x".repeat(5000), "seen.v1")));
      case 11 -> set(fields, "specversion", any(List.of("1.1", "0.3", "1", "٢")));
      case 12 -> {
        var at = pair(fields) + 1;
        var value = fields.get(at).clone();
        for (int flips = 1 + random.nextInt(4); flips > 0 && value.length > 0; flips--) {
          value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        }
        fields.set(at, value);
      }
      case 13 -> {
        var in = any(List.of("UTF-16LE", "UTF-16BE", "UTF-32BE", "ISO-8859-1"));
        set(fields, "data", data(subject, "" + number).getBytes(Charset.forName(in)));
      }
      case 14 ->
          set(
              fields,
              "data",
              any(
                  List.of(
                      "",
                      "null",
                      "[]",
                      "7",
                      "\"x\"",
                      "{}",
                      "{\"counter\":null}",
                      "\uFEFF{}",
                      "{\"counter\":{\"a\":1}}",
                      data(subject, "1") + "{}",
                      "<xml/>")));
      case 15 -> add(fields, "traceparent", any(List.of("", "00-" + "f".repeat(5000), "\0\r\n")));
      default -> rare(fields);
    }
  }

  private void rare(List<byte[]> fields) {
    switch (random.nextInt(40)) {
      case 0 -> {
        var megabyte = binary(1024 * 1024);
        fields.set(pair(fields) + 1, megabyte);
      }
      case 1 -> set(fields, "data", "{\"counter\":\"" + "x".repeat(900_000) + "\"}");
      case 2 -> {
        for (int i = 0; i < 5000; i++) {
          add(fields, "more-" + i, "");
        }
      }
      default -> Collections.shuffle(fields, random);
    }
  }

  private static List<String> subjects(String subject) {
    return List.of(
        "",
        subject + "x".repeat(600),
        subject + "{1}",
        subject + "\n",
        subject + " 🧾",
        "f-shared",
        "other-" + subject);
  }

  private byte[] nested(String subject) {
    var depth = 1 + random.nextInt(random.nextInt(10) == 0 ? 50_000 : 1_500);
    var open = random.nextBoolean() ? "[" : "{\"a\":";
    var close = open.equals("[") ? "]" : "}";
    var bomb = open.repeat(depth) + "1" + (random.nextBoolean() ? close.repeat(depth) : "");
    return random.nextBoolean()
        ? utf8(bomb)
        : utf8("{\"counter\":\"" + subject + "\",\"number\":" + number + ",\"bomb\":" + bomb + "}");
  }

  private int pair(List<byte[]> fields) {
    return fields.isEmpty() ? 0 : 2 * random.nextInt(fields.size() / 2);
  }

  private byte[] binary(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] insert(byte[] into, byte[] what) {
    var at = random.nextInt(into.length + 1);
    var all = new ByteArrayOutputStream();
    all.write(into, 0, at);
    all.writeBytes(what);
    all.write(into, at, into.length - at);
    return all.toByteArray();
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static void set(List<byte[]> fields, String name, String value) {
    set(fields, name, utf8(value));
  }

  private static void set(List<byte[]> fields, String name, byte[] value) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (text(fields.get(i)).equals(name)) {
        fields.set(i + 1, value);
        return;
      }
    }
  }

  private static void add(List<byte[]> fields, String name, String value) {
    fields.add(utf8(name));
    fields.add(utf8(value));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
