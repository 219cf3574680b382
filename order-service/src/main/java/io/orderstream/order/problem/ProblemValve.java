package io.orderstream.order.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers what Tomcat refuses before Spring sees it, such as a malformed request line. */
final class ProblemValve extends ErrorReportValve {

  private static final String PROBLEM =
      """
      {"type":"about:blank","title":"%s","status":%d,"detail":"The request could not be answered."}\
      """;

  @Override
  protected void report(Request request, Response response, @Nullable Throwable cause) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getReporter().write(PROBLEM.formatted(title(status), status));
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      // the client left, or was answered already: nobody is there to be told
    }
  }

  private static String title(int status) {
    var known = HttpStatus.resolve(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
