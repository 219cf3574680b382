package io.orderstream.streams;

import io.lettuce.core.protocol.ProtocolVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderstream.streams.autoconfigure.DeadLettersEndpoint;
import io.orderstream.streams.kit.RealRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/** One instance of a service with one handler, or with none, as Spring Boot starts it. */
final class Service implements AutoCloseable {

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {

    @Bean
    @ConditionalOnProperty("kit.resp2")
    LettuceClientOptionsBuilderCustomizer resp2() {
      return options -> options.protocolVersion(ProtocolVersion.RESP2);
    }
  }

  private final ConfigurableApplicationContext context;
  private final Entities<Tally> tallies;

  Service(
      String name,
      RealRedis redis,
      @Nullable EventHandler<CountEvent, Tally> handler,
      String... more) {
    this(name, redis.port(), handler, more);
  }

  /**
   * As one that reaches Redis by this port, perhaps through something that is in the way; by 0, as
   * the settings say.
   */
  Service(
      String name, int port, @Nullable EventHandler<CountEvent, Tally> handler, String... more) {
    this(name, port, more, handler == null ? List.of() : List.of(count(handler)));
  }

  private static Reads<CountEvent> count(EventHandler<CountEvent, Tally> handler) {
    return new Reads<>(CountEvent.class, new CountHandler(handler));
  }

  /** One that reads these streams. */
  static Service reading(String name, int port, List<? extends Reads<?>> reads, String... more) {
    return new Service(name, port, more, reads);
  }

  private Service(String name, int port, String[] more, List<? extends Reads<?>> reads) {
    var settings =
        new ArrayList<>(
            List.of(
                "--spring.application.name=" + name,
                "--spring.main.banner-mode=off",
                "--spring.jmx.enabled=false",
                "--management.endpoints.web.exposure.include=*"));
    if (port > 0) {
      settings.add("--spring.data.redis.port=" + port);
    }
    if ("2".equals(System.getProperty("resp"))) {
      settings.add("--kit.resp2=true");
    }
    settings.addAll(List.of(more));
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties("streams.lease=2s")
            .initializers(
                starting -> reads.forEach(each -> each.in((GenericApplicationContext) starting)))
            .run(settings.toArray(String[]::new));
    tallies = context.getBean(Streams.class).entities(Tally.class);
  }

  /** What one of a service's handlers is for. */
  record Reads<E extends Event>(Class<E> events, EventHandler<E, Tally> handler) {

    void in(GenericApplicationContext context) {
      var bean = new RootBeanDefinition();
      bean.setTargetType(
          ResolvableType.forClassWithGenerics(EventHandler.class, events, Tally.class));
      bean.setInstanceSupplier(() -> handler);
      context.registerBeanDefinition(events.getName(), bean);
    }
  }

  /** Lambdas don't say which events they are for; a class does. */
  record CountHandler(EventHandler<CountEvent, Tally> handler)
      implements EventHandler<CountEvent, Tally> {

    @Override
    public Decision<Tally> handle(CountEvent event, @Nullable Tally entity, Delivery delivery)
        throws Exception {
      return handler.handle(event, entity, delivery);
    }
  }

  /** Takes the number, and says so on the stream {@code seen}. */
  static Decision<Tally> take(CountEvent event, @Nullable Tally tally) {
    return switch (event) {
      case CountEvent.Added added ->
          Decision.become(Tally.with(tally, added.number()))
              .publish(new SeenEvent.Seen(added.counter(), added.number()));
    };
  }

  /** Publishes by a command. */
  Versioned<Tally> add(String counter, int number) {
    return tallies.decide(
        counter,
        tally ->
            Decision.become(Tally.with(tally, number))
                .publish(new CountEvent.Added(counter, number)));
  }

  /** Any other command. */
  Versioned<Tally> decide(String counter, Function<@Nullable Tally, Decision<Tally>> decide) {
    return tallies.decide(counter, decide);
  }

  /** Publishes it by a command that is known by its number: sent again, it changes nothing. */
  void publish(Event event, int number) {
    decide(
        event.subject(),
        tally ->
            tally != null && tally.numbers().contains(number)
                ? Decision.nothing()
                : Decision.become(Tally.with(tally, number)).publish(event));
  }

  Page<Tally> list(String index, int limit, @Nullable String after) {
    return tallies.list(index, limit, after);
  }

  void publishUntilAnswered(String counter, int number) {
    publishUntilAnswered(new CountEvent.Added(counter, number), number);
  }

  /** As a client that asks again until it is answered. */
  void publishUntilAnswered(Event event, int number) {
    while (true) {
      try {
        publish(event, number);
        return;
      } catch (StreamsUnavailableException e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /** A bean of the running service. */
  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> java.util.Map<String, T> beans(Class<T> type) {
    return context.getBeansOfType(type);
  }

  DeadLettersEndpoint deadLetters() {
    return context.getBean(DeadLettersEndpoint.class);
  }

  /** A meter's value, summed over its tags; 0 where there is none. */
  double meter(String name) {
    return context.getBean(MeterRegistry.class).find(name).meters().stream()
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }

  List<Integer> numbers(String counter) {
    return tallies.find(counter).map(found -> found.entity().numbers()).orElse(List.of());
  }

  @Override
  public void close() {
    context.close();
  }
}
