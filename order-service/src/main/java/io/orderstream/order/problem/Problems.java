package io.orderstream.order.problem;

import io.orderstream.streams.StreamsUnavailableException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every exception with a problem that tells the client nothing of the code behind it. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final URI BLANK = URI.create("about:blank");

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unavailable(
      StreamsUnavailableException away, WebRequest request) {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(away)));
    var body =
        Problem.body(
            HttpStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "Unavailable for now",
            "Orders can't be reached now. Ask again later, with the same Idempotency-Key if any.");
    return handleExceptionInternal(away, body, headers, HttpStatus.SERVICE_UNAVAILABLE, request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception bug, WebRequest request) {
    LOG.error("A request failed unexpectedly", bug);
    var body =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR, "The request could not be answered.");
    return handleExceptionInternal(
        bug, body, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException none,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var body = ProblemDetail.forStatusAndDetail(status, "There is nothing at this path.");
    return handleExceptionInternal(none, body, headers, status, request);
  }

  /** RFC 9457 wants its own media type, whatever the client accepts; the contract wants a type. */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem && problem.getType() == null) {
      problem.setType(BLANK);
    }
    var all = new HttpHeaders();
    all.putAll(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return new ResponseEntity<>(body, all, status);
  }

  /** Whole seconds, rounded up, at least one. */
  private static long seconds(StreamsUnavailableException away) {
    return Math.max(1, away.retryAfter().plusMillis(999).toSeconds());
  }
}
