package io.orderstream.streams.autoconfigure;

import io.lettuce.core.RedisException;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.consume.DeadLetter;
import io.orderstream.streams.consume.DeadLetters;
import io.orderstream.streams.consume.DeadLetters.Filter;
import io.orderstream.streams.consume.DeadLetters.Moved;
import io.orderstream.streams.consume.DeadLetters.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /actuator/deadletters}: what the service's group set aside.
 *
 * <p>{@code GET} lists letters, the earliest first, by {@code order}, {@code type} and {@code
 * exception}, {@code limit} at a time (100, at most 1,000); {@code next} is the {@code after} of
 * the next page. {@code GET …/{letter}} shows one in full. {@code POST …/replay} and {@code
 * …/discard} take a JSON object with {@code letter}, or {@code order}, {@code type} and {@code
 * exception}, or {@code all: true}.
 */
@Endpoint(id = "deadletters")
public final class DeadLettersEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger("io.orderstream.streams");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 1000;
  private static final long EVERY = 1000;

  private final DeadLetters letters;

  DeadLettersEndpoint(DeadLetters letters) {
    this.letters = letters;
  }

  /** A page of letters. */
  @ReadOperation
  public WebEndpointResponse<Map<String, Object>> list(
      @Nullable String order,
      @Nullable String type,
      @Nullable String exception,
      @Nullable Integer limit,
      @Nullable String after) {
    return answered(
        () -> {
          var most = limit == null ? 100 : limit;
          if (most < 1 || most > MOST) {
            return fault(400, "limit is " + most + ", allowed is 1 to " + MOST);
          }
          var from = after == null ? null : Place.parse(after).orElse(null);
          if (after != null && from == null) {
            return fault(400, "after is no letter's name: " + after);
          }
          var page = letters.list(new Filter(order, type, exception), from, most);
          var body = new LinkedHashMap<String, Object>();
          body.put("total", letters.count());
          body.put("letters", page.stream().map(DeadLettersEndpoint::brief).toList());
          if (page.size() == most) {
            body.put("next", page.getLast().place().toString());
          }
          return new WebEndpointResponse<>(body);
        });
  }

  /** One letter in full. */
  @ReadOperation
  public WebEndpointResponse<Map<String, Object>> read(@Selector String letter) {
    return answered(
        () -> {
          var found = find(letter);
          return found == null
              ? fault(404, "there is no dead letter " + letter)
              : new WebEndpointResponse<>(full(found));
        });
  }

  /** Replays or discards. */
  @WriteOperation
  public WebEndpointResponse<Map<String, Object>> move(
      @Selector String action,
      @Nullable String letter,
      @Nullable String order,
      @Nullable String type,
      @Nullable String exception,
      @Nullable Boolean all) {
    return answered(
        () -> {
          if (!action.equals("replay") && !action.equals("discard")) {
            return fault(404, "there is no action " + action + ": use replay or discard");
          }
          var filter = new Filter(order, type, exception);
          var filtered = order != null || type != null || exception != null;
          var whole = Boolean.TRUE.equals(all);
          if ((letter != null ? 1 : 0) + (filtered ? 1 : 0) + (whole ? 1 : 0) != 1) {
            return fault(400, "say which: letter; or order, type and exception; or all: true");
          }
          if (letter == null) {
            return move(action, filter);
          }
          var found = find(letter);
          if (found == null) {
            return fault(404, "there is no dead letter " + letter);
          }
          try {
            return done(
                action, action.equals("replay") ? letters.replay(found) : letters.discard(found));
          } catch (IllegalArgumentException e) {
            return fault(409, String.valueOf(e.getMessage()));
          }
        });
  }

  private WebEndpointResponse<Map<String, Object>> move(String action, Filter filter)
      throws InterruptedException {
    var progress = new Progress(action);
    try {
      return done(
          action,
          action.equals("replay")
              ? letters.replay(filter, progress)
              : letters.discard(filter, progress));
    } catch (RedisException e) {
      LOG.warn("{} of dead letters ended after {}: {}", action, progress.number, e.getMessage());
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("status", 503);
      body.put("detail", "Redis can't be used any more: " + e.getMessage());
      body.put("letters", progress.number);
      return new WebEndpointResponse<>(body, 503);
    }
  }

  /** How many letters were moved so far, said now and then. */
  private static final class Progress implements LongConsumer {
    private final String action;
    private long number;

    Progress(String action) {
      this.action = action;
    }

    @Override
    public void accept(long now) {
      if (now / EVERY > number / EVERY) {
        LOG.info("{} of dead letters: {} so far", action, now);
      }
      number = now;
    }
  }

  private static WebEndpointResponse<Map<String, Object>> done(String action, Moved moved) {
    LOG.info("{} of {} dead letters of {} orders", action, moved.letters(), moved.orders());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", action);
    body.put("letters", moved.letters());
    body.put("orders", moved.orders());
    return new WebEndpointResponse<>(body, action.equals("replay") ? 202 : 200);
  }

  private @Nullable DeadLetter find(String letter) throws InterruptedException {
    var place = Place.parse(letter);
    return place.isEmpty() ? null : letters.find(place.get()).orElse(null);
  }

  private interface Answer {
    WebEndpointResponse<Map<String, Object>> get() throws InterruptedException;
  }

  private static WebEndpointResponse<Map<String, Object>> answered(Answer answer) {
    try {
      return answer.get();
    } catch (RedisException e) {
      return fault(503, "Redis can't be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fault(503, "the service is stopping");
    }
  }

  private static WebEndpointResponse<Map<String, Object>> fault(int status, String detail) {
    return new WebEndpointResponse<>(Map.of("status", status, "detail", detail), status);
  }

  private static Map<String, Object> brief(DeadLetter letter) {
    var body = new LinkedHashMap<String, Object>();
    body.put("letter", letter.place().toString());
    body.put("order", letter.subject());
    body.put("type", letter.entry().field("type"));
    body.put("stream", letter.entry().stream());
    body.put("entry", letter.entry().id());
    body.put("attempts", letter.attempts());
    body.put("firstFailure", letter.firstFailure());
    body.put("lastFailure", letter.lastFailure());
    body.put("exception", letter.exception());
    body.put("message", letter.message());
    return body;
  }

  private static Map<String, Object> full(DeadLetter letter) {
    var body = brief(letter);
    body.put("stack", letter.stack().lines().toList());
    body.put("fields", fields(letter.entry()));
    body.put("data", data(letter.entry()));
    return body;
  }

  /** As JSON, or null where it is none. */
  private static @Nullable Object data(Entry entry) {
    var data = entry.field("data");
    try {
      return data == null ? null : JSON.readValue(data, Object.class);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** As they stood in the stream; what is no UTF-8 in base 64. */
  private static List<Map<String, String>> fields(Entry entry) {
    var fields = new ArrayList<Map<String, String>>();
    for (int i = 0; i + 1 < entry.fields().size(); i += 2) {
      var field = new LinkedHashMap<String, String>();
      put(field, "name", entry.fields().get(i));
      put(field, "value", entry.fields().get(i + 1));
      fields.add(field);
    }
    return fields;
  }

  private static void put(Map<String, String> field, String name, byte[] bytes) {
    try {
      field.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      field.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
