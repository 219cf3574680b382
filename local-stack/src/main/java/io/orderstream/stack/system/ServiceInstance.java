package io.orderstream.stack.system;

import java.net.URI;

/** One running instance of a service. */
public record ServiceInstance(
    ServiceKind kind, ManagedProcess process, int httpPort, int managementPort) {

  /** Where it answers REST calls. */
  public URI http() {
    return URI.create("http://localhost:" + httpPort);
  }

  /** Where it shows its health and metrics. */
  public URI management() {
    return URI.create("http://localhost:" + managementPort);
  }

  URI readiness() {
    return management().resolve("/actuator/health/readiness");
  }
}
