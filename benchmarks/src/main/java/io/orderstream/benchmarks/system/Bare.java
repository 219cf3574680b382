package io.orderstream.benchmarks.system;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * What order-service is measured against: the same body, read the same way by the same server, and
 * one XADD. It checks nothing, stores nothing, and places an order twice that is asked for twice.
 */
public final class Bare {

  static final String STREAM = "bare";

  private Bare() {}

  /** The arguments are Spring's, behind the first. */
  public static void main(String[] args) {
    new SpringApplicationBuilder(Application.class).run(args);
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = "io.orderstream.streams.autoconfigure.StreamsAutoConfiguration")
  static class Application {

    @Bean
    Endpoint endpoint(StringRedisTemplate redis, JsonMapper json) {
      return new Endpoint(redis, json);
    }
  }

  /** As order-service's {@code POST /orders}. */
  @RestController
  static final class Endpoint {

    private final StringRedisTemplate redis;
    private final JsonMapper json;

    Endpoint(StringRedisTemplate redis, JsonMapper json) {
      this.redis = redis;
      this.json = json;
    }

    @PostMapping("/orders")
    ResponseEntity<Placed> place(@RequestBody Purchase purchase) {
      var placed = new Placed(UUID.randomUUID().toString(), purchase);
      redis.opsForStream().add(STREAM, Map.of("data", json.writeValueAsString(placed)));
      return ResponseEntity.created(URI.create("/orders/" + placed.orderId)).body(placed);
    }
  }

  record Placed(String orderId, Purchase purchase) {}

  record Purchase(String customerId, String email, List<Item> items, String paymentMethod) {}

  record Item(String sku, int quantity, Price unitPrice) {}

  record Price(String amount, String currency) {}
}
