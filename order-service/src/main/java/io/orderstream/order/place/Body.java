package io.orderstream.order.place;

import io.orderstream.order.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a request as JSON, and no more of it than is allowed. */
final class Body {

  private static final int MOST_BYTES = 64 * 1024;

  /** Strict: a name given twice, or anything after the value, is an error. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Body() {}

  /**
   * @throws Problem 413 when the body is over 64 KiB, 400 when it is not JSON or was cut short
   */
  static JsonNode json(InputStream body) {
    var bytes = read(body);
    if (bytes.length > MOST_BYTES) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "body-too-large",
          "Body too large",
          "The body must not be over 64 KiB.");
    }
    return parse(bytes);
  }

  private static byte[] read(InputStream body) {
    try {
      return body.readNBytes(MOST_BYTES + 1);
    } catch (IOException cutShort) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "incomplete-body",
          "Incomplete body",
          "The body ended before it was complete.");
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      var node = JSON.readTree(bytes);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      throw notJson(
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
    throw notJson(": it is empty");
  }

  private static Problem notJson(String where) {
    var detail = "The body is not well-formed JSON" + where + ".";
    var problem = new Problem(HttpStatus.BAD_REQUEST, "malformed-json", "Malformed JSON", detail);
    problem.getBody().setProperty("errors", List.of(new Fault("", detail)));
    return problem;
  }
}
