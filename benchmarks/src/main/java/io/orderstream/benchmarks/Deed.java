package io.orderstream.benchmarks;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** What an instance does with the deposits. */
enum Deed {
  TAKES(OnEngine.Application.class),
  REFUSES(Refusing.class, "--logging.level.root=off"); // it says each dead letter

  private final Class<?> application;
  private final List<String> own;

  Deed(Class<?> application, String... own) {
    this.application = application;
    this.own = List.of(own);
  }

  void start(int port, String... settings) {
    var all = Stream.concat(own.stream(), Stream.of(settings));
    var unused = OnEngine.run(application, port, all.toArray(String[]::new));
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Refusing {

    @Bean
    RefuseDeposits refuseDeposits() {
      return new RefuseDeposits();
    }
  }

  /** Makes a dead letter of each. */
  static final class RefuseDeposits implements EventHandler<DepositEvent, Account> {

    @Override
    public Decision<Account> handle(
        DepositEvent event, @Nullable Account account, Delivery delivery) {
      throw new NonRetryableException("there is no account " + event.account());
    }
  }
}
