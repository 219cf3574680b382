package io.orderstream.payment;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts payment-service. */
@SpringBootApplication
public class PaymentService {

  public static void main(String[] args) {
    SpringApplication.run(PaymentService.class, args);
  }
}
