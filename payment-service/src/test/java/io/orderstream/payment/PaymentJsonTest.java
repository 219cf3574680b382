package io.orderstream.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The engine keeps payments as JSON. */
class PaymentJsonTest {

  private final JsonMapper json = JsonMapper.builder().findAndAddModules().build();

  static Stream<Payment> everyStatus() {
    return Stream.of(
        Payments.captured(), Payments.declined(), Payments.voided(), Payments.refunded());
  }

  @ParameterizedTest
  @MethodSource("everyStatus")
  void comesBackAsItWasStored(Payment payment) {
    assertThat(json.readValue(json.writeValueAsString(payment), Payment.class)).isEqualTo(payment);
  }
}
