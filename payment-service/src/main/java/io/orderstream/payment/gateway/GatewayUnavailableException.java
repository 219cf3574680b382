package io.orderstream.payment.gateway;

/** The provider gave no answer that counts, so whether it acted isn't known; to be asked again. */
public class GatewayUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GatewayUnavailableException(String message) {
    super(message);
  }

  GatewayUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
