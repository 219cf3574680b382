package io.orderstream.benchmarks;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** The work as a service on the engine does it: one handler, no settings. */
final class OnEngine {

  private OnEngine() {}

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    TakeDeposits takeDeposits() {
      return new TakeDeposits();
    }
  }

  static final class TakeDeposits implements EventHandler<DepositEvent, Account> {

    @Override
    public Decision<Account> handle(
        DepositEvent event, @Nullable Account account, Delivery delivery) {
      return switch (event) {
        case DepositEvent.Made deposit -> take(deposit, Account.after(account, deposit));
      };
    }

    private static Decision<Account> take(DepositEvent.Made deposit, Account after) {
      return Decision.become(after).publish(BalanceEvent.Changed.by(deposit, after));
    }
  }

  static AutoCloseable start(int port) {
    return run(Application.class, port);
  }

  /** Runs an application on the engine. */
  static AutoCloseable run(Class<?> application, int port, String... settings) {
    return new SpringApplicationBuilder(application)
        .properties(
            "spring.application.name=" + Contender.GROUP,
            "spring.data.redis.port=" + port,
            "spring.main.banner-mode=off",
            "spring.main.web-application-type=none",
            "logging.level.root=warn")
        .run(settings);
  }
}
