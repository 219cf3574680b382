package io.orderstream.benchmarks;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application with Spring Data Redis, and without the engine. */
final class Context {

  private Context() {}

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = "io.orderstream.streams.autoconfigure.StreamsAutoConfiguration")
  static class Application {}

  static ConfigurableApplicationContext start(int port, boolean pool) {
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
}
