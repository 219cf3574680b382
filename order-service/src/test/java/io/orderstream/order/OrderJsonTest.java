package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

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
