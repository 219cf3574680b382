package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.GROUP;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/** Spring's container in a Spring Boot application without the engine; a thread for each stream. */
final class Container implements AutoCloseable {

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = "io.orderstream.streams.autoconfigure.StreamsAutoConfiguration")
  static class Application {}

  final LettuceConnectionFactory factory;
  final StringRedisTemplate redis;
  private final ConfigurableApplicationContext context;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StreamMessageListenerContainer<String, MapRecord<String, String, String>> container;

  Container(int port, boolean pool) {
    context = context(port, pool);
    factory = context.getBean(LettuceConnectionFactory.class);
    redis = context.getBean(StringRedisTemplate.class);
    var options =
        StreamMessageListenerContainerOptions.builder()
            .batchSize(256)
            .pollTimeout(Duration.ofMillis(100))
            .executor(threads)
            .build();
    container = StreamMessageListenerContainer.create(factory, options);
  }

  private static ConfigurableApplicationContext context(int port, boolean pool) {
    return new SpringApplicationBuilder(Application.class)
        .run(
            "--spring.data.redis.port=" + port,
            "--spring.data.redis.lettuce.pool.enabled=" + pool,
            "--spring.data.redis.lettuce.pool.max-active=32",
            "--spring.data.redis.lettuce.pool.max-idle=32",
            "--spring.main.banner-mode=off",
            "--spring.main.web-application-type=none",
            "--logging.level.root=warn");
  }

  void receive(String stream, StreamListener<String, MapRecord<String, String, String>> listener) {
    redis.opsForStream().createGroup(stream, ReadOffset.from("0-0"), GROUP);
    container.receive(
        Consumer.from(GROUP, "one"),
        StreamOffset.create(stream, ReadOffset.lastConsumed()),
        listener);
  }

  Container start() {
    container.start();
    return this;
  }

  @Override
  public void close() {
    container.stop();
    threads.close();
    context.close();
  }
}
