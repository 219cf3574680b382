package io.orderstream.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.orderstream.streams.codec.Decoded;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schemas allow what the records allow, and no more. */
class EventSchemasTest {

  private static final String FOLDER = "/io/orderstream/events/schema/";
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Collection<String> GOLDENS = Events.BY_GOLDEN.keySet();

  @ParameterizedTest
  @MethodSource("schemas")
  void areValidSchemasThemselves(String name) {
    var draft =
        SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(draft.validate(Wire.JSON.readTree(Wire.resource(FOLDER + name + ".json"))))
        .isEmpty();
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void allowTheGoldenFiles(String golden) {
    assertThat(faults(Wire.typeOf(golden), Wire.golden(golden))).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void allowFieldsThatNobodyKnowsYet(String golden) {
    var later = Wire.golden(golden).deepCopy().asObject().put("carrier", "tortoise");

    assertThat(faults(Wire.typeOf(golden), later)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fieldsThatMayNotBeLeftOut")
  void refuseADocumentWithoutAFieldAsTheRecordDoes(String golden, String field) {
    var broken = Wire.golden(golden).deepCopy().asObject();
    broken.remove(field);

    refuses(golden, broken, field);
  }

  @ParameterizedTest
  @MethodSource("fieldsThatMayNotBeLeftOut")
  void refuseADocumentWithANullAsTheRecordDoes(String golden, String field) {
    refuses(golden, Wire.golden(golden).deepCopy().asObject().putNull(field), field);
  }

  @ParameterizedTest
  @CsvSource({
    "order.placed.v1, '', orderId, '\"ord_1\"'",
    "order.placed.v1, '', customerId, '\"a b\"'",
    "order.placed.v1, '', email, '\"nobody\"'",
    "order.placed.v1, '', email, '\"a\\nb@example.com\"'",
    "order.placed.v1, '', paymentMethod, '\"4242424242424242\"'",
    "order.placed.v1, '', placedAt, '\"yesterday\"'",
    "order.placed.v1, '', items, '[]'",
    "order.placed.v1, '', items, '[null]'",
    "order.placed.v1, /items/0, sku, '\"\"'",
    "order.placed.v1, /items/0, sku, null",
    "order.placed.v1, /items/0, quantity, 0",
    "order.placed.v1, /items/0, quantity, 1001",
    "order.placed.v1, /items/0, quantity, null",
    "order.placed.v1, /items/0, unitPrice, null",
    "order.placed.v1, /items/0/unitPrice, amount, '\"0.00\"'",
    "order.placed.v1, /items/0/unitPrice, amount, '\"-1.00\"'",
    "order.placed.v1, /items/0/unitPrice, amount, 19.99",
    "order.placed.v1, /total, currency, '\"euro\"'",
    "order.cancelled.v1, /refunded, amount, '\"0.00\"'",
    "order.rejected.v1, '', reason, '\" \"'",
    "payment.captured.v1, /amount, amount, '\"0.00\"'",
    "payment.refunded.v1, '', paymentId, '\"\"'",
    "payment.declined.v1, '', reason, '\"\"'",
    "notification.sent.v1, '', kind, '\"FORGOTTEN\"'",
    "notification.sent.v1, '', messageId, '\"\"'",
    "notification.failed.v1, '', reason, '\"\"'",
  })
  void refuseABrokenValueAsTheRecordDoes(String golden, String at, String field, String value) {
    var broken = Wire.golden(golden).deepCopy();
    ((ObjectNode) broken.at(at)).set(field, Wire.JSON.readTree(value));

    refuses(golden, broken, field);
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void allowAsManyItemsAsTheRecordDoes(int count, boolean allowed) {
    var order = Wire.golden("order.placed.v1").deepCopy();
    var items = order.get("items").asArray();
    while (items.size() < count) {
      items.add(items.get(0));
    }

    assertThat(faults("order.placed.v1", order).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void areThereForEveryTypeAndForNothingElse() throws Exception {
    assertThat(Wire.names(FOLDER)).containsExactlyInAnyOrderElementsOf(schemas().toList());
  }

  private static Stream<String> schemas() {
    return Stream.concat(Stream.of("values"), Wire.types().keySet().stream());
  }

  private static Stream<Arguments> fieldsThatMayNotBeLeftOut() {
    return GOLDENS.stream()
        .flatMap(
            golden ->
                Wire.golden(golden).propertyNames().stream()
                    .filter(field -> !field.equals("refunded"))
                    .map(field -> Arguments.of(golden, field)));
  }

  /** Schema and record agree, and the schema names the field. */
  private static void refuses(String golden, JsonNode broken, String field) {
    var type = Wire.typeOf(golden);

    assertThat(faults(type, broken))
        .anySatisfy(fault -> assertThat(fault.toString()).contains(field));
    assertThat(Wire.decoded(type, broken)).isInstanceOf(Decoded.Garbage.class);
  }

  private static List<Error> faults(String type, JsonNode data) {
    return schema(type)
        .validate(
            data,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static Schema schema(String type) {
    return SCHEMAS.getSchema(SchemaLocation.of("classpath:" + FOLDER + type + ".json"));
  }
}
