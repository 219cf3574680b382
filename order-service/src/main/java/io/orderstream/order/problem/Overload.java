package io.orderstream.order.problem;

import io.orderstream.order.OrderProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses requests while as many as allowed are being answered. Each has a thread of its own, so
 * nothing else bounds them when they come faster than Redis takes them, and the heap would fill.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2) // behind what counts requests: refusals count, too
final class Overload extends OncePerRequestFilter {

  private static final String RETRY_AFTER_SECONDS = "1";

  private final Semaphore free;
  private final HandlerExceptionResolver problems;

  Overload(
      OrderProperties settings,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.free = new Semaphore(settings.maxRequests());
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!free.tryAcquire()) {
      problems.resolveException(request, response, null, overloaded());
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      free.release();
    }
  }

  private static Problem overloaded() {
    var problem =
        new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "overloaded",
            "Too much at once",
            "More requests came than can be answered now. Ask again later, with the same"
                + " Idempotency-Key if any.");
    problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return problem;
  }
}
