package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest
class OverloadTest {

  private static final String PATH = "/orders/ord_00000000000000000000000000";

  @Autowired private MockMvcTester http;
  @Autowired private InMemoryOrders orders;

  @TestConfiguration
  static class OneAtATime {

    @Bean
    InMemoryOrders orders() {
      return new InMemoryOrders();
    }

    @Bean
    OrderProperties settings() {
      return new OrderProperties(Orders.TIMEOUT, 1);
    }

    @Bean
    InstantSource clock() {
      return InstantSource.fixed(Orders.PLACED_AT);
    }
  }

  @Test
  void refusesWhatComesWhileAsManyAsAllowedAreBeingAnswered() {
    var second = new CompletableFuture<MvcTestResult>();
    orders.meanwhile(() -> second.complete(CompletableFuture.supplyAsync(this::ask).join()));

    assertThat(ask()).hasStatus(404);

    assertThat(second.join())
        .hasStatus(503)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .hasHeader("Retry-After", "1")
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"type": "urn:orderstream:problem:overloaded", "title": "Too much at once",
             "status": 503, "instance": "%s"}\
            """
                .formatted(PATH));
  }

  @Test
  void answersAgainWhenThoseBeforeAreAnsweredOrFailed() {
    orders.hasABug();
    assertThat(ask()).hasStatus(500);
    orders.clear();

    assertThat(ask()).hasStatus(404);
  }

  private MvcTestResult ask() {
    return http.get().uri(PATH).exchange();
  }
}
