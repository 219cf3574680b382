package io.orderstream.notification.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The service's own settings, as they reach JavaMail. */
class MailSettingsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
          .withBean(EmailChannel.class);

  /** And long for an answer, or a slow server's mails are sent again. */
  @ParameterizedTest
  @ValueSource(strings = {"smtp", "smtps"})
  void waitForNoMailServerWithoutEnd(String protocol) {
    service.run(
        context ->
            assertThat(context.getBean(JavaMailSenderImpl.class).getJavaMailProperties())
                .containsEntry("mail." + protocol + ".connectiontimeout", "5000")
                .containsEntry("mail." + protocol + ".timeout", "120000")
                .containsEntry("mail." + protocol + ".writetimeout", "10000")
                .containsEntry("mail." + protocol + ".quitwait", "false"));
  }

  @Test
  void stopTheStartWhenTheSenderIsNoAddress() {
    service
        .withPropertyValues("notification.from=orders")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith("notification.from is 'orders', allowed is"));
  }
}
