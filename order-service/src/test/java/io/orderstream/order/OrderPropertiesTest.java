package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPropertiesTest {

  @Test
  void takesOneSecondToThirtyDays() {
    assertThat(timeout(Duration.ofSeconds(1)).paymentTimeout()).hasSeconds(1);
    assertThat(timeout(Duration.ofDays(30)).paymentTimeout()).hasDays(30);
    assertThatThrownBy(() -> timeout(Duration.ofMillis(999)))
        .hasMessage("orders.payment-timeout is PT0.999S, allowed is PT1S to PT720H");
    assertThatThrownBy(() -> timeout(Duration.ofDays(31)))
        .hasMessage("orders.payment-timeout is PT744H, allowed is PT1S to PT720H");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001})
  void takesOneToTenThousandRequests(int most) {
    assertThat(new OrderProperties(Orders.TIMEOUT, 1).maxRequests()).isEqualTo(1);
    assertThat(new OrderProperties(Orders.TIMEOUT, 10_000).maxRequests()).isEqualTo(10_000);
    assertThatThrownBy(() -> new OrderProperties(Orders.TIMEOUT, most))
        .hasMessage("orders.max-requests is " + most + ", allowed is 1 to 10000");
  }

  private static OrderProperties timeout(Duration timeout) {
    return new OrderProperties(timeout, 512);
  }
}
