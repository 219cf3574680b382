package io.orderstream.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StripePropertiesTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(StripeConfiguration.class);

  @Test
  void needsNoMoreThanAKey() {
    service
        .withPropertyValues("payment.stripe.api-key=sk_test_1")
        .run(context -> assertThat(context).hasSingleBean(PaymentGateway.class));
  }

  @Test
  void refusesToStartWithoutAKey() {
    service.run(
        context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("payment.stripe.api-key must be set"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"base-url=ftp://x", "base-url=nowhere", "connect-timeout=0s", "read-timeout=3m"})
  void refusesToStartWithAWrongValue(String setting) {
    service
        .withPropertyValues("payment.stripe.api-key=sk_test_1", "payment.stripe." + setting)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("payment.stripe." + setting.split("=")[0]));
  }

  @Test
  void neverShowsTheKey() {
    service
        .withPropertyValues("payment.stripe.api-key=sk_test_1")
        .run(
            context ->
                assertThat(context.getBean(StripeProperties.class).toString())
                    .doesNotContain("sk_test_1"));
  }
}
