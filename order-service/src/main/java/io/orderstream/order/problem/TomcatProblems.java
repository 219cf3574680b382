package io.orderstream.order.problem;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Has Tomcat's own errors answered as problems, in place of its pages. */
@Component
final class TomcatProblems
    implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  /** Comes after Boot's own customizer, so that this valve is asked before Boot's. */
  @Override
  public void customize(ConfigurableTomcatWebServerFactory tomcat) {
    tomcat.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new ProblemValve()));
  }
}
