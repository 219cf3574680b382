package io.orderstream.payment.track;

import io.orderstream.streams.StreamsUnavailableException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers errors with RFC 9457 problems that tell the client nothing of the code behind them.
 * Spring's own errors are answered by Spring ({@code spring.mvc.problemdetails}), which comes
 * first.
 */
@RestControllerAdvice
class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  static ErrorResponseException paymentNotFound() {
    var status = HttpStatus.NOT_FOUND;
    var body =
        problem(status, "payment-not-found", "Payment not found", "This order has no payment yet.");
    return new ErrorResponseException(status, body, null);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StreamsUnavailableException away) {
    var status = HttpStatus.SERVICE_UNAVAILABLE;
    return ResponseEntity.status(status)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(away)))
        .body(problem(status, "unavailable", "Unavailable for now", "Ask again later."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(Exception bug) {
    LOG.error("A request failed unexpectedly", bug);
    var status = HttpStatus.INTERNAL_SERVER_ERROR;
    return ResponseEntity.status(status)
        .body(ProblemDetail.forStatusAndDetail(status, "The request could not be answered."));
  }

  private static ProblemDetail problem(
      HttpStatus status, String name, String title, String detail) {
    var body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create("urn:orderstream:problem:" + name));
    body.setTitle(title);
    return body;
  }

  /** Whole seconds, rounded up, at least one. */
  private static long seconds(StreamsUnavailableException away) {
    return Math.max(1, away.retryAfter().plusMillis(999).toSeconds());
  }
}
