package io.orderstream.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest
class OverloadTest {

  private static final String PATH = "/orders/ord_00000000000000000000000000";

  @Autowired private MockMvcTester http;
  @Autowired private InMemoryOrders orders;
  @Autowired private Filter overload;

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
  void refusesWhatComesWhileAsManyAsAllowedAreBeingAnswered() throws Exception {
    var first = new CompletableFuture<Boolean>();
    var end = new CompletableFuture<Boolean>();
    orders.meanwhile(
        () -> {
          first.complete(true);
          end.join();
        });
    var answered = CompletableFuture.supplyAsync(this::ask);
    first.get(10, TimeUnit.SECONDS);
    orders.meanwhile(() -> {});

    var second = ask();

    end.complete(true);
    assertThat(answered.get(10, TimeUnit.SECONDS)).hasStatus(404);
    assertThat(second)
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
  void answersAgainWhenTheOneBeforeFailed() {
    FilterChain failing =
        (request, response) -> {
          throw new ServletException("broken");
        };
    assertThatThrownBy(
            () ->
                overload.doFilter(
                    new MockHttpServletRequest(), new MockHttpServletResponse(), failing))
        .hasMessage("broken");

    assertThat(ask()).hasStatus(404);
  }

  private MvcTestResult ask() {
    return http.get().uri(PATH).exchange();
  }
}
