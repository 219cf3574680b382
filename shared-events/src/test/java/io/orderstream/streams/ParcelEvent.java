package io.orderstream.streams;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events with fields of all kinds. */
@EventStream("parcel")
sealed interface ParcelEvent extends Event {

  /** As big as they come. */
  @EventType("parcel.sent.v1")
  record Sent(
      String subject,
      int number,
      long weight,
      BigDecimal price,
      double height,
      boolean fragile,
      Instant at,
      String label,
      @Nullable String note,
      List<Item> items,
      Map<String, String> marks)
      implements ParcelEvent {}

  /** What is in it. */
  record Item(String name, int count) {}

  /** The one of this number: each is another. */
  static Sent sent(int number) {
    return new Sent(
        "parcel-" + number % 10,
        number,
        Long.MAX_VALUE - number,
        new BigDecimal("0.10").add(BigDecimal.valueOf(number)),
        1.0 / (number + 1),
        number % 2 == 0,
        Instant.ofEpochSecond(1_700_000_000L + number, 123_456_789),
        "\"quotes\", \\ and \u0000\r\n\t, ä ß 漢字 🎁 \u2028 " + "x".repeat(number * 500),
        number % 3 == 0 ? null : "",
        List.of(new Item("book", number), new Item("", -number)),
        Map.of("\"", "}", "k-" + number, "日本"));
  }
}
