package io.orderstream.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @Test
  void whatIsWrittenIsUnderstoodAgainAsJavaDoes() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      var time = Instant.ofEpochMilli(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L));
      var text = new String(Times.text(time), StandardCharsets.US_ASCII);

      assertThat(text).isEqualTo(time.toString());
      assertThat(Times.parse(text)).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T12:00:00Z",
        "2026-11-28T12:00:00.123456789Z",
        "2026-11-28T12:00:00.123+01:00",
        "2026-11-28T24:00:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "2024-02-29T23:59:59.999Z",
        "+12026-11-28T12:00:00.123Z",
        "-0001-11-28T12:00:00.1234Z"
      })
  void everyFormIsUnderstoodAsJavaDoes(String text) {
    assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-13-28T12:00:00.000Z",
        "2025-02-29T12:00:00.000Z",
        "2026-11-28T12:60:00.000Z",
        "2026-11-28T25:00:00.000Z",
        "2026-11-28 12:00:00.000Z",
        "2026-11-28T12:00:00.0x0Z",
        "2026-11-28T12:00:00.٣٣٣Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
