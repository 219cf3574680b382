package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderPropertiesTest {

  @Test
  void takesOneSecondToThirtyDays() {
    assertThat(new OrderProperties(Duration.ofSeconds(1)).paymentTimeout()).hasSeconds(1);
    assertThat(new OrderProperties(Duration.ofDays(30)).paymentTimeout()).hasDays(30);
    assertThatThrownBy(() -> new OrderProperties(Duration.ofMillis(999)))
        .hasMessage("orders.payment-timeout is PT0.999S, allowed is PT1S to PT720H");
    assertThatThrownBy(() -> new OrderProperties(Duration.ofDays(31)))
        .hasMessage("orders.payment-timeout is PT744H, allowed is PT1S to PT720H");
  }
}
