package io.orderstream.streams.codec;

import com.github.f4b6a3.uuid.UuidCreator;
import io.orderstream.streams.Event;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as entries and entities as JSON.
 *
 * <p>An entry's fields are CloudEvents 1.0 attributes, always in the same order; {@code
 * traceparent} is left out where there is none. Fields of the JSON that a record doesn't know are
 * ignored.
 */
public final class Codec {

  private static final byte[] SPECVERSION = ascii("specversion");
  private static final byte[] VERSION = ascii("1.0");
  private static final byte[] ID = ascii("id");
  private static final byte[] SOURCE = ascii("source");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] SUBJECT = ascii("subject");
  private static final byte[] TIME = ascii("time");
  private static final byte[] TRACEPARENT = ascii("traceparent");
  private static final byte[] DATA = ascii("data");
  private static final Pattern TRACE =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final byte[] source;
  private final InstantSource clock;
  private final Set<String> published;
  private final @Nullable String traceparent;

  /**
   * @param source who publishes, CloudEvents' {@code source}
   */
  public Codec(String source, InstantSource clock) {
    this(source.getBytes(StandardCharsets.UTF_8), clock, ConcurrentHashMap.newKeySet(), null);
  }

  private Codec(
      byte[] source, InstantSource clock, Set<String> published, @Nullable String traceparent) {
    this.source = source;
    this.clock = clock;
    this.published = published;
    this.traceparent = traceparent;
  }

  /**
   * The same, for events that belong to this trace.
   *
   * @param traceparent what is none changes nothing, see <a
   *     href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
   */
  public Codec within(@Nullable String traceparent) {
    return traceparent != null && TRACE.matcher(traceparent).matches()
        ? new Codec(source, clock, published, traceparent)
        : this;
  }

  /** The time as the events' is given: Redis's, to the millisecond. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The fields of a new entry for this event, names and values in turn. */
  public List<byte[]> encode(Event event) {
    return encode(event, now());
  }

  /** The same, for an event of another time. */
  public List<byte[]> encode(Event event, Instant time) {
    published.add(EventTypes.streamOf(event.getClass()));
    var fields = new ArrayList<byte[]>(16);
    add(fields, SPECVERSION, VERSION);
    add(fields, ID, ascii(UuidCreator.getTimeOrderedEpoch().toString()));
    add(fields, SOURCE, source);
    add(fields, TYPE, ascii(EventTypes.typeOf(event.getClass())));
    add(fields, SUBJECT, event.subject().getBytes(StandardCharsets.UTF_8));
    add(fields, TIME, Times.text(time));
    if (traceparent != null) {
      add(fields, TRACEPARENT, ascii(traceparent));
    }
    add(fields, DATA, JSON.writeValueAsBytes(event));
    return fields;
  }

  /** The streams that events were encoded for, to be published. */
  public Set<String> published() {
    return Set.copyOf(published);
  }

  private static void add(List<byte[]> fields, byte[] name, byte[] value) {
    fields.add(name);
    fields.add(value);
  }

  /** What this entry is; throws nothing but for want of memory. */
  public Decoded decode(Entry entry, EventTypes types) {
    try {
      return understand(entry, types);
    } catch (UndecodableException e) {
      return new Decoded.Garbage(e);
    } catch (RuntimeException | StackOverflowError | LinkageError e) { // of the record's own code
      return new Decoded.Garbage(new UndecodableException("it can't be decoded: " + e, e));
    }
  }

  private Decoded understand(Entry entry, EventTypes types) {
    if (!"1.0".equals(required(entry, "specversion"))) {
      throw new UndecodableException("specversion is not 1.0");
    }
    var id = required(entry, "id");
    var type = required(entry, "type");
    var subject = required(entry, "subject");
    var time = time(required(entry, "time"));
    var record = types.record(type);
    if (record == null) {
      return new Decoded.Unknown(type);
    }
    var event = read(entry, record);
    if (!event.subject().equals(subject)) {
      throw new UndecodableException(
          "subject is " + subject + ", but the data says " + event.subject());
    }
    return new Decoded.Known(event, id, time, entry.field("traceparent"));
  }

  private Event read(Entry entry, Class<? extends Event> record) {
    var data = entry.bytes("data");
    if (data == null) {
      throw new UndecodableException("the field data is missing");
    }
    try {
      var event = JSON.readValue(data, record);
      if (event == null || event.subject() == null) {
        throw new UndecodableException("data says nothing");
      }
      return event;
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new UndecodableException(
          "data is no " + record.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static String required(Entry entry, String name) {
    var value = entry.field(name);
    if (value == null || value.isEmpty()) {
      throw new UndecodableException("the field " + name + " is missing");
    }
    return value;
  }

  private static Instant time(String value) {
    try {
      return Times.parse(value);
    } catch (DateTimeException e) {
      throw new UndecodableException("time is no RFC 3339 timestamp: " + value, e);
    }
  }

  public byte[] encodeEntity(Object entity) {
    return JSON.writeValueAsBytes(entity);
  }

  /**
   * @throws JacksonException when what stands in Redis is not of that type
   */
  public <S> @Nullable S decodeEntity(byte @Nullable [] state, Class<S> type) {
    return state == null ? null : JSON.readValue(state, type);
  }

  private static byte[] ascii(String value) {
    return value.getBytes(StandardCharsets.US_ASCII);
  }
}
