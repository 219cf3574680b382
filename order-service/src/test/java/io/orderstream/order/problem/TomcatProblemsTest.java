package io.orderstream.order.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;

/** A real Tomcat, because these requests never reach Spring. */
@SpringBootTest(
    classes = {
      TomcatServletWebServerAutoConfiguration.class,
      DispatcherServletAutoConfiguration.class,
      TomcatProblems.class
    },
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TomcatProblemsTest {

  private final int port;

  @Autowired
  TomcatProblemsTest(@LocalServerPort int port) {
    this.port = port;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/orders/%zz", "/orders/a%2fb", "/orders/{id}"})
  void answersAMalformedPathWithAProblem(String path) throws IOException {
    assertThat(answer("GET " + path + " HTTP/1.1\r\nHost: orders\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("Content-Type: application/problem+json")
        .contains("\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400")
        .doesNotContainIgnoringCase("<html", "Tomcat", "Exception");
  }

  private String answer(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
