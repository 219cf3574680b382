package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.codec.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is set aside is read as it was. */
class DeadLetterTest {

  /** Seen red when whatever has that one field is taken for many. */
  @Test
  void anEntryThatLooksAsIfItWerePackedIsReadAsItWas() {
    for (var value : List.of("x", "999999999:", "1:a,", "")) {
      var own = List.of(bytes("dead.netstrings"), bytes(value));
      var fields =
          DeadLetter.fields(
              new Entry("order", "1-1", own),
              "reader",
              1,
              Instant.EPOCH,
              Instant.EPOCH,
              new IllegalStateException("it is garbage"));

      var letter = DeadLetter.of(0, "2-1", fields);

      assertThat(letter.entry().fields()).containsExactlyElementsOf(own);
      assertThat(letter.message()).isEqualTo("it is garbage");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
