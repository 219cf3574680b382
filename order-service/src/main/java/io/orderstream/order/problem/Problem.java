package io.orderstream.order.problem;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown to answer a request with an RFC 9457 problem.
 *
 * <p>Its {@code type} is for programs, {@code title} and {@code detail} are for people.
 */
public class Problem extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  /**
   * @param name of the problem's type, for example {@code order-not-found}
   * @param detail what is wrong with this request, in one sentence
   */
  public Problem(HttpStatus status, String name, String title, String detail) {
    super(status, body(status, name, title, detail), null);
  }

  static ProblemDetail body(HttpStatus status, String name, String title, String detail) {
    var body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create("urn:orderstream:problem:" + name));
    body.setTitle(title);
    return body;
  }

  /** No order has this id. */
  public static Problem orderNotFound() {
    return new Problem(
        HttpStatus.NOT_FOUND, "order-not-found", "Order not found", "There is no such order.");
  }
}
