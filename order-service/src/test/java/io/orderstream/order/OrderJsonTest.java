package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The engine keeps orders as JSON. */
class OrderJsonTest {

  private final JsonMapper json = JsonMapper.builder().findAndAddModules().build();

  static Stream<Order> everyStatus() {
    return Stream.of(
        Orders.placed(),
        Orders.confirmed(),
        Orders.rejected(),
        Orders.cancellingUnpaid(),
        Orders.cancellingPaid(),
        Orders.cancelledUnpaid(),
        Orders.cancelledRefunded());
  }

  @ParameterizedTest
  @MethodSource("everyStatus")
  void comesBackAsItWasStored(Order order) {
    assertThat(json.readValue(json.writeValueAsString(order), Order.class)).isEqualTo(order);
  }
}
