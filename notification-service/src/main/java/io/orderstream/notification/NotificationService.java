package io.orderstream.notification;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts notification-service. */
@SpringBootApplication
public class NotificationService {

  public static void main(String[] args) {
    SpringApplication.run(NotificationService.class, args);
  }
}
