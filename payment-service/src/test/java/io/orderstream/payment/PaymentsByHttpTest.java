package io.orderstream.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Page;
import io.orderstream.streams.StreamsUnavailableException;
import io.orderstream.streams.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest
class PaymentsByHttpTest {

  @Autowired private MockMvcTester http;
  @Autowired private OnePayment payments;

  @TestConfiguration
  static class InMemory {

    @Bean
    OnePayment payments() {
      return new OnePayment();
    }
  }

  @BeforeEach
  void startsWithACapturedPayment() {
    payments.stored = Payments.captured();
    payments.failure = null;
  }

  @Test
  void showsAPayment() {
    var answer = ask(Payments.ID.value());

    assertThat(answer).hasStatus(200).hasContentType(MediaType.APPLICATION_JSON);
    assertThat(answer).hasHeader("ETag", "\"3\"");
    assertThat(answer)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"orderId": "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y", "status": "CAPTURED",
             "amount": {"amount": "39.98", "currency": "EUR"}, "paymentId": "pi_1",
             "updatedAt": "2026-11-01T10:00:00Z"}\
            """);
  }

  @Test
  void leavesOutWhatAVoidedPaymentNeverHad() {
    payments.stored = Payments.voided();

    assertThat(ask(Payments.ID.value()))
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"orderId": "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y", "status": "VOIDED",
             "reason": "cancelled", "updatedAt": "2026-11-01T10:00:00Z"}\
            """);
  }

  @Test
  void sendsNothingToWhoHasThisVersion() {
    var answer =
        http.perform(get("/payments/{id}", Payments.ID.value()).header("If-None-Match", "\"3\""));

    assertThat(answer).hasStatus(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Z", "ord_1", "nonsense"})
  void findsNoPaymentOfAnotherOrder(String id) {
    isProblem(ask(id), 404, "urn:orderstream:problem:payment-not-found");
  }

  @Test
  void asksToComeBackWhileRedisIsAway() {
    payments.failure =
        new StreamsUnavailableException("away", Duration.ofMillis(1500), new RuntimeException());

    var answer = ask(Payments.ID.value());

    isProblem(answer, 503, "urn:orderstream:problem:unavailable");
    assertThat(answer).hasHeader("Retry-After", "2");
  }

  @Test
  void tellsNothingOfItsOwnFaults() {
    payments.failure = new IllegalStateException("secret com.example.Internals");

    var answer = ask(Payments.ID.value());

    assertThat(answer).hasStatus(500).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyText().doesNotContain("secret");
  }

  private MvcTestResult ask(String id) {
    return http.perform(get("/payments/{id}", id));
  }

  private static void isProblem(MvcTestResult answer, int status, String type) {
    assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo(type);
  }

  /** Holds one payment, in its third version; can be away, or broken, as Redis and code can. */
  static final class OnePayment implements Entities<Payment> {

    private Payment stored = Payments.captured();
    private @Nullable RuntimeException failure;

    @Override
    public Optional<Versioned<Payment>> find(String subject) {
      if (failure != null) {
        throw failure;
      }
      return Optional.of(stored)
          .filter(payment -> payment.orderId().value().equals(subject))
          .map(payment -> new Versioned<>(3, payment));
    }

    @Override
    public Page<Payment> list(String index, int limit, @Nullable String after) {
      throw new UnsupportedOperationException("nothing lists here");
    }

    @Override
    public Versioned<Payment> decide(
        String subject, Function<@Nullable Payment, Decision<Payment>> decide) {
      throw new UnsupportedOperationException("payments change by events only");
    }
  }
}
