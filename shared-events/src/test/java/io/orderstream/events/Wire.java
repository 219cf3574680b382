package io.orderstream.events;

import io.orderstream.events.notification.NotificationEvent;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.payment.PaymentEvent;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventType;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.codec.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of events, written and read as in a stream's entry. */
final class Wire {

  static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();

  private static final List<Class<? extends Event>> FAMILIES =
      List.of(OrderEvent.class, PaymentEvent.class, NotificationEvent.class);
  private static final Codec CODEC = new Codec("/test", InstantSource.system());

  private Wire() {}

  /** Every record of every sealed interface, by its type. */
  static Map<String, Class<?>> types() {
    return FAMILIES.stream()
        .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
        .collect(
            Collectors.toMap(
                record -> record.getAnnotation(EventType.class).value(), Function.identity()));
  }

  /** What this event looks like in an entry. */
  static JsonNode written(Event event) {
    var fields = CODEC.encode(event);
    for (int i = 0; i < fields.size(); i += 2) {
      if (text(fields.get(i)).equals("data")) {
        return JSON.readTree(fields.get(i + 1));
      }
    }
    throw new AssertionError("an entry has no data");
  }

  /** What the entry with this data is. */
  static Decoded decoded(String type, JsonNode data) {
    var fields =
        Stream.of(
                Stream.of("specversion", "1.0", "id", "1", "source", "/test", "type", type),
                Stream.of("subject", Events.ID.value(), "time", "2026-11-01T12:00:00Z"),
                Stream.of("data", data.toString()))
            .flatMap(Function.identity())
            .map(each -> each.getBytes(StandardCharsets.UTF_8))
            .toList();
    return CODEC.decode(new Entry(family(type).stream(), "1-0", fields), family(type));
  }

  static Event read(String type, JsonNode data) {
    return switch (decoded(type, data)) {
      case Decoded.Known known -> known.event();
      case Decoded.Unknown unknown -> throw new AssertionError("unknown: " + unknown.type());
      case Decoded.Garbage garbage -> throw garbage.reason();
    };
  }

  /** The type of this golden file: its name without the variant. */
  static String typeOf(String golden) {
    return golden.replaceFirst("(\\.v\\d+)\\..*", "$1");
  }

  static JsonNode golden(String name) {
    return JSON.readTree(resource("/events/" + name + ".json"));
  }

  static String resource(String path) {
    try (InputStream file = Wire.class.getResourceAsStream(path)) {
      return text(Objects.requireNonNull(file, "there is no " + path).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON files in a folder, without their ending. */
  static List<String> names(String folder) throws IOException, URISyntaxException {
    var path = Path.of(Objects.requireNonNull(Wire.class.getResource(folder)).toURI());
    try (var files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString().replace(".json", "")).toList();
    }
  }

  private static EventTypes family(String type) {
    return FAMILIES.stream()
        .map(EventTypes::new)
        .filter(family -> family.knows(type))
        .findAny()
        .orElseThrow(() -> new AssertionError("no stream has " + type));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
