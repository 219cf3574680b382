package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The trace that an event was published with goes on to what is published because of it.
 *
 * <p>Seen red when an entry's traceparent is left out of the events of its decision.
 */
class TraceIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aTraceGoesOnThroughAHandlerToItsEvents() {
    var told = new ConcurrentHashMap<Integer, String>();
    scene.reader(
        (event, tally, delivery) -> {
          var number = ((CountEvent.Added) event).number();
          told.put(number, String.valueOf(delivery.traceparent()));
          return number == 2
              ? Service.take(event, tally).later(Duration.ofMillis(1), new SeenEvent.Seen("c-0", 9))
              : Service.take(event, tally);
        });

    add(1, null);
    add(2, TRACE);
    add(3, "what is this?");
    add(4, TRACE.replace('4', '5'));

    scene.awaitSeen(5);
    assertThat(told).containsEntry(1, "null").containsEntry(2, TRACE);
    assertThat(seen(1)).doesNotContainKey("traceparent");
    assertThat(seen(2)).containsEntry("traceparent", TRACE);
    assertThat(seen(3)).doesNotContainKey("traceparent");
    assertThat(seen(4)).containsEntry("traceparent", TRACE.replace('4', '5'));
    assertThat(seen(9)).as("scheduled").containsEntry("traceparent", TRACE);
  }

  private void add(int number, @Nullable String traceparent) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("specversion", "1.0");
    fields.put("id", "id-" + number);
    fields.put("source", "elsewhere");
    fields.put("type", "count.added.v1");
    fields.put("subject", "c-0");
    fields.put("time", "2026-01-02T03:04:05Z");
    if (traceparent != null) {
      fields.put("traceparent", traceparent);
    }
    fields.put("data", "{\"counter\":\"c-0\",\"number\":" + number + "}");
    scene.redis().commands().xadd(Scene.key("count", Scene.partitionOf("c-0")), fields);
  }

  private Map<String, String> seen(int number) {
    var key = Scene.key("seen", Scene.partitionOf("c-0"));
    var all = scene.redis().commands().xrange(key, Range.unbounded());
    var are =
        all.stream()
            .map(entry -> entry.getBody())
            .filter(body -> String.valueOf(body.get("data")).contains("\"number\":" + number + "}"))
            .toList();
    assertThat(are).hasSize(1);
    return are.getFirst();
  }
}
