package io.orderstream.benchmarks;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same fields for every entry, whoever writes it. */
final class Envelope {

  private Envelope() {}

  static Map<String, String> of(String type, String subject, Object data) {
    var fields = head(type, subject);
    fields.put("data", Json.MAPPER.writeValueAsString(data));
    return fields;
  }

  /** All but the data. */
  static Map<String, String> head(String type, String subject) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("specversion", "1.0");
    fields.put("id", UuidCreator.getTimeOrderedEpoch().toString());
    fields.put("source", Contender.GROUP);
    fields.put("type", type);
    fields.put("subject", subject);
    fields.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    return fields;
  }
}
