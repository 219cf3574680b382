package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailPropertiesTest {

  @Test
  void takesAnAddressWithoutAName() {
    assertThat(new EmailProperties("orders@shop.example").sender())
        .hasToString("orders@shop.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders", "Shop <orders>", "a@shop.example, b@shop.example"})
  void namesTheSettingItsValueAndWhatIsAllowed(String from) {
    assertThatThrownBy(() -> new EmailProperties(from))
        .hasMessage(
            "notification.from is '%s', allowed is one e-mail address, such as %s",
            from, "Orderstream <orders@orderstream.example>");
  }
}
