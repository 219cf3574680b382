package io.orderstream.streams.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * The times of events. Java's own parser and formatter take any form of a timestamp, and as long
 * for each as decoding a small event; those of the engine have one form, and many have the same.
 */
final class Times {

  /** As this engine writes them, but for whole seconds: {@code 2026-01-02T03:04:05.678Z}. */
  private static final String FORM = "dddd-dd-ddTdd:dd:dd.dddZ";

  private record Said(Instant time, byte[] text) {}

  private static volatile Said last = said(Instant.EPOCH);

  private Times() {}

  /** The time, as RFC 3339 has it; the same array for the same time, not to be changed. */
  static byte[] text(Instant time) {
    var is = last;
    if (!is.time().equals(time)) {
      is = said(time);
      last = is;
    }
    return is.text();
  }

  private static Said said(Instant time) {
    return new Said(time, time.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Understands every form that {@link Instant#parse} does.
   *
   * @throws java.time.DateTimeException when it is none
   */
  static Instant parse(String text) {
    if (!isOfOurForm(text) || number(text, 11, 13) == 24 || number(text, 17, 19) == 60) {
      return Instant.parse(text); // the day's end and leap seconds are its affair
    }
    var date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    var time =
        LocalTime.of(
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * 1_000_000);
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }

  private static boolean isOfOurForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      var is = text.charAt(i);
      var digit = is >= '0' && is <= '9';
      if (FORM.charAt(i) == 'd' ? !digit : is != FORM.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    var number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
