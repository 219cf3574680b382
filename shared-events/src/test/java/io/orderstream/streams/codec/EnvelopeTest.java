package io.orderstream.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.events.OrderId;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An entry's fields are CloudEvents 1.0 attributes, always in the same order. */
class EnvelopeTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant AT = Instant.parse("2026-11-01T12:00:00.250Z");
  private static final String UUID_V7 =
      "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  private final OrderRejected event =
      new OrderRejected(new OrderId("ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y"), "insufficient_funds");
  private final Codec codec = new Codec("order-service", () -> AT.plusNanos(999_999));
  private final EventTypes types = new EventTypes(OrderEvent.class);

  @Test
  void isWrittenAsItsGoldenFile() throws IOException {
    var golden = golden("order.rejected.v1");
    var written = byName(codec.encode(event));

    assertThat(written.get("id")).matches(UUID_V7);
    written.put("id", golden.get("id"));
    assertThat(written).containsExactlyEntriesOf(golden);
  }

  @Test
  void hasAnIdOfItsOwnEachTime() {
    assertThat(byName(codec.encode(event)).get("id"))
        .isNotEqualTo(byName(codec.encode(event)).get("id"));
  }

  @Test
  void isReadFromItsGoldenFile() throws IOException {
    var golden = golden("order.rejected.v1");

    assertThat(codec.decode(entry(golden), types))
        .isEqualTo(new Decoded.Known(event, golden.get("id"), AT, null));
  }

  @EventStream("odd")
  sealed interface OddEvent extends Event {

    @EventType("odd.throwing.v1")
    record Throwing(String name) implements OddEvent {
      @Override
      public String subject() {
        throw new NoSuchElementException(name + " has none");
      }
    }

    @EventType("odd.unusable.v1")
    record Unusable(String name) implements OddEvent {
      @Override
      public String subject() {
        throw new NoClassDefFoundError(name);
      }
    }
  }

  /** Whoever reads it would try it without end. */
  @Test
  void isGarbageWhereTheEventsOwnCodeFails() {
    for (var type : List.of("odd.throwing.v1", "odd.unusable.v1")) {
      var fields =
          Map.of(
              "specversion", "1.0",
              "id", "1",
              "type", type,
              "subject", "a",
              "time", "2026-11-01T12:00:00Z",
              "data", "{\"name\": \"this\"}");

      assertThat(codec.decode(entry(fields), new EventTypes(OddEvent.class)))
          .isInstanceOfSatisfying(
              Decoded.Garbage.class,
              garbage -> assertThat(garbage.reason()).hasMessageContaining("this"));
    }
  }

  @Test
  void isReadWithTheTraceThatItBelongsTo() throws IOException {
    var golden = golden("order.rejected.v1.traced");

    assertThat(golden.keySet())
        .containsExactly(
            "specversion", "id", "source", "type", "subject", "time", "traceparent", "data");
    assertThat(codec.decode(entry(golden), types))
        .isEqualTo(new Decoded.Known(event, golden.get("id"), AT, golden.get("traceparent")));
  }

  private static Entry entry(Map<String, String> byName) {
    var fields = new ArrayList<byte[]>();
    byName.forEach(
        (name, value) -> {
          fields.add(name.getBytes(StandardCharsets.UTF_8));
          fields.add(value.getBytes(StandardCharsets.UTF_8));
        });
    return new Entry("order", "1762000000250-0", fields);
  }

  private static Map<String, String> byName(List<byte[]> fields) {
    var byName = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.size(); i += 2) {
      byName.put(text(fields.get(i)), text(fields.get(i + 1)));
    }
    return byName;
  }

  /** Names and values in the order of the file. */
  private static Map<String, String> golden(String name) throws IOException {
    try (InputStream file = EnvelopeTest.class.getResourceAsStream("/entries/" + name + ".json")) {
      var tree = JSON.readTree(Objects.requireNonNull(file));
      var byName = new LinkedHashMap<String, String>();
      tree.properties()
          .forEach(field -> byName.put(field.getKey(), field.getValue().stringValue()));
      return byName;
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
