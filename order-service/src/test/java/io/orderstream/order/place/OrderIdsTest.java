package io.orderstream.order.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.events.CustomerId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderIdsTest {

  private static final CustomerId ADA = new CustomerId("c-42");

  @Test
  void givesTheSameIdForTheSameCustomerAndKeyForever() {
    assertThat(OrderIds.of(ADA, new IdempotencyKey("k-1")))
        .hasToString("ord_6XYANNGGDG6F7N21HF16JQ02HP");
  }

  @Test
  void tellsCustomersAndKeysApart() {
    assertThat(
            Stream.of(
                OrderIds.of(ADA, new IdempotencyKey("k-1")),
                OrderIds.of(ADA, new IdempotencyKey("k-2")),
                OrderIds.of(new CustomerId("c-4"), new IdempotencyKey("2k-1"))))
        .doesNotHaveDuplicates();
  }
}
