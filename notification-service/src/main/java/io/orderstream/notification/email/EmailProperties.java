package io.orderstream.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How e-mails are written, {@code notification.*}; where they are sent is Spring's {@code
 * spring.mail.*}.
 *
 * @param from who they come from, one address as in RFC 5322, with or without a name
 */
@ConfigurationProperties("notification")
record EmailProperties(@DefaultValue("Orderstream <orders@orderstream.example>") String from) {

  EmailProperties {
    parse(from);
  }

  InternetAddress sender() {
    return parse(from);
  }

  private static InternetAddress parse(String from) {
    try {
      var address = new InternetAddress(from, true);
      address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
      return address;
    } catch (AddressException | UnsupportedEncodingException notAnAddress) {
      throw new IllegalArgumentException(
          "notification.from is '%s', allowed is one e-mail address, such as %s"
              .formatted(from, "Orderstream <orders@orderstream.example>"));
    }
  }
}
