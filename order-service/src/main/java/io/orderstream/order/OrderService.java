package io.orderstream.order;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts order-service. */
@SpringBootApplication
public class OrderService {

  public static void main(String[] args) {
    SpringApplication.run(OrderService.class, args);
  }
}
