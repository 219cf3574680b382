package io.orderstream.payment;

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

/** The engine keeps payments as JSON. */
class PaymentJsonTest {

  private final JsonMapper json =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Money.class, new MoneyToText())
                  .addDeserializer(Money.class, new TextToMoney()))
          .build();

  static Stream<Payment> everyStatus() {
    return Stream.of(
        Payments.captured(), Payments.declined(), Payments.voided(), Payments.refunded());
  }

  @ParameterizedTest
  @MethodSource("everyStatus")
  void comesBackAsItWasStored(Payment payment) {
    assertThat(json.readValue(json.writeValueAsString(payment), Payment.class)).isEqualTo(payment);
  }

  private static final class MoneyToText extends ValueSerializer<Money> {

    @Override
    public void serialize(Money money, JsonGenerator out, SerializationContext context) {
      out.writeString(money.toString());
    }
  }

  private static final class TextToMoney extends ValueDeserializer<Money> {

    @Override
    public Money deserialize(JsonParser in, DeserializationContext context) {
      return Money.parse(in.getString());
    }
  }
}
