package io.orderstream.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.events.notification.NotificationKind;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Page;
import io.orderstream.streams.StreamsUnavailableException;
import io.orderstream.streams.Versioned;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
class NotificationsByHttpTest {

  @Autowired private MockMvcTester http;
  @Autowired private InMemory notifications;

  @TestConfiguration
  static class Store {

    @Bean
    InMemory notifications() {
      return new InMemory();
    }
  }

  @BeforeEach
  void startsWithNothing() {
    notifications.clear();
  }

  @Test
  void showsWhatTheCustomerWasTold() {
    notifications.store(
        Notifications.none(Orders.ID, Orders.ADA)
            .and(Notification.sent(NotificationKind.RECEIVED, Orders.AT, "<e-1@orderstream>"))
            .and(Notification.failed(NotificationKind.CONFIRMED, Orders.AT, "550 unknown")));

    assertThat(get(Orders.ID.value()))
        .hasStatus(200)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"orderId": "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y", "notifications": [
              {"kind": "RECEIVED", "status": "SENT", "at": "2026-11-01T10:00:00Z",
               "messageId": "<e-1@orderstream>"},
              {"kind": "CONFIRMED", "status": "FAILED", "at": "2026-11-01T10:00:00Z",
               "reason": "550 unknown"}]}\
            """);
  }

  @Test
  void answers404ForAnOrderThatIsNotKnown() {
    isProblem(get(Orders.ID.value()), 404, "There is no such order, or its customer was told");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4", "<script>", "ord_*"})
  void answers400ForWhatIsNoOrderId(String orderId) {
    isProblem(get(orderId), 400, "orderId must be an order's id");
  }

  @Test
  void answers400WithoutAnOrderId() {
    isProblem(http.get().uri("/notifications").exchange(), 400, "'orderId' is not present");
  }

  @Test
  void answers503WithATimeToAskAgainWhenRedisIsAway() {
    notifications.fail(
        new StreamsUnavailableException(
            "away", Duration.ofMillis(1500), new RuntimeException("closed")));

    var answer = get(Orders.ID.value());

    isProblem(answer, 503, "Ask again later");
    assertThat(answer).hasHeader("Retry-After", "2");
  }

  @Test
  void tellsNothingOfTheCodeWhenItFails() {
    notifications.fail(new IllegalStateException("secret com.example.Internals"));

    var answer = get(Orders.ID.value());

    isProblem(answer, 500, "The request could not be answered.");
    assertThat(answer).bodyText().doesNotContain("secret", "Exception");
  }

  @Test
  void answersWithAProblemWhateverElseIsAsked() {
    isProblem(http.post().uri("/notifications").exchange(), 405, "POST");
    isProblem(http.get().uri("/nothing").exchange(), 404, "nothing");
  }

  private MvcTestResult get(String orderId) {
    return http.get().uri("/notifications").param("orderId", orderId).exchange();
  }

  private static void isProblem(MvcTestResult answer, int status, String detail) {
    assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains(detail);
  }

  /** Keeps notifications in a map; can fail, as Redis and code can. */
  static final class InMemory implements Entities<Notifications> {

    private final Map<String, Notifications> stored = new HashMap<>();
    private @Nullable RuntimeException failure;

    @Override
    public Optional<Versioned<Notifications>> find(String subject) {
      if (failure != null) {
        throw failure;
      }
      return Optional.ofNullable(stored.get(subject)).map(found -> new Versioned<>(1, found));
    }

    @Override
    public Page<Notifications> list(String index, int limit, @Nullable String after) {
      throw new UnsupportedOperationException("nothing lists here");
    }

    @Override
    public Versioned<Notifications> decide(
        String subject, Function<@Nullable Notifications, Decision<Notifications>> decide) {
      throw new UnsupportedOperationException("nothing is decided by HTTP");
    }

    void store(Notifications notifications) {
      stored.put(notifications.orderId().value(), notifications);
    }

    void fail(RuntimeException failure) {
      this.failure = failure;
    }

    void clear() {
      stored.clear();
      failure = null;
    }
  }
}
