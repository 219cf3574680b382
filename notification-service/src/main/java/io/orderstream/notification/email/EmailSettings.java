package io.orderstream.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails look, {@code notification.*}. The mail server itself is set by {@code spring.mail.*}.
 *
 * @param from the sender
 */
@ConfigurationProperties("notification")
record EmailSettings(@DefaultValue("Orderstream <orders@orderstream.example>") String from) {

  EmailSettings {
    try {
      new InternetAddress(from, true).validate();
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "notification.from is %s, allowed is an address such as Shop <orders@example.com>"
              .formatted(from),
          e);
    }
  }
}
