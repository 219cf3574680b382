package io.orderstream.notification.track;

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

/** What a client is told when there is no answer, as RFC 9457 problems; Spring knows the others. */
@RestControllerAdvice
class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  static ErrorResponseException orderNotFound() {
    return thrown(
        problem(
            HttpStatus.NOT_FOUND,
            "order-not-found",
            "Order not found",
            "There is no such order, or its customer was told nothing yet."));
  }

  static ErrorResponseException notAnOrderId() {
    return thrown(
        problem(
            HttpStatus.BAD_REQUEST,
            "invalid-order-id",
            "Not an order id",
            "orderId must be an order's id: ord_ and 26 characters of Crockford's base 32."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StreamsUnavailableException away) {
    var body =
        problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "Unavailable for now",
            "Notifications can't be reached now. Ask again later.");
    return ResponseEntity.status(body.getStatus())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(away)))
        .body(body);
  }

  @ExceptionHandler
  ProblemDetail unexpected(Exception bug) {
    LOG.error("A request failed unexpectedly", bug);
    return problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "unexpected",
        "Internal Server Error",
        "The request could not be answered.");
  }

  private static ErrorResponseException thrown(ProblemDetail body) {
    return new ErrorResponseException(HttpStatus.valueOf(body.getStatus()), body, null);
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
