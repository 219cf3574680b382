package io.orderstream.stack.system;

import java.util.Locale;

/** One of the three services. */
public enum ServiceKind {
  ORDER(8081, 9081),
  PAYMENT(8082, 9082),
  NOTIFICATION(8083, 9083);

  private final int httpPort;
  private final int managementPort;

  ServiceKind(int httpPort, int managementPort) {
    this.httpPort = httpPort;
    this.managementPort = managementPort;
  }

  /** As in {@code --instances order=2}. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Also the name of its consumer group and of its jar. */
  public String serviceName() {
    return shortName() + "-service";
  }

  int httpPort() {
    return httpPort;
  }

  int managementPort() {
    return managementPort;
  }
}
