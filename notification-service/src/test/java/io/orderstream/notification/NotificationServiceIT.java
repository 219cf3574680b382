package io.orderstream.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.orderstream.streams.kit.RealRedis;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The whole service on a real Redis, with a real mail server. */
class NotificationServiceIT {

  @Test
  void tellsTheCustomerWhatStandsInTheStream() {
    var smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    try (var redis = new RealRedis();
        var service =
            new SpringApplicationBuilder(NotificationService.class)
                .web(WebApplicationType.NONE)
                .run(
                    "--spring.data.redis.port=" + redis.port(),
                    "--streams.partitions=1",
                    "--spring.mail.host=127.0.0.1",
                    "--spring.mail.port=" + smtp.getSmtp().getPort())) {
      append(redis, "e-1", "order.placed.v1", placed());
      append(redis, "e-2", "order.confirmed.v1", "{\"orderId\":\"%s\"}".formatted(Orders.ID));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> redis.commands().xlen("events:notification:{0}") == 2);
      assertThat(smtp.getReceivedMessages())
          .extracting(MimeMessage::getMessageID)
          .containsExactly("<e-1@orderstream>", "<e-2@orderstream>");
      assertThat(service.isRunning()).isTrue();
    } finally {
      smtp.stop();
    }
  }

  private static String placed() {
    return """
    {"orderId":"%s","customerId":"c-42","email":"ada@example.com",
     "items":[{"sku":"tea-1","quantity":2,"unitPrice":{"amount":"19.99","currency":"EUR"}}],
     "total":{"amount":"39.98","currency":"EUR"},"paymentMethod":"pm_card_visa",
     "placedAt":"2026-11-01T10:00:00Z"}\
    """
        .formatted(Orders.ID);
  }

  private static void append(RealRedis redis, String id, String type, String data) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("specversion", "1.0");
    fields.put("id", id);
    fields.put("source", "order-service");
    fields.put("type", type);
    fields.put("subject", Orders.ID.value());
    fields.put("time", "2026-11-01T10:00:00Z");
    fields.put("data", data);
    redis.commands().xadd("events:order:{0}", fields);
  }
}
