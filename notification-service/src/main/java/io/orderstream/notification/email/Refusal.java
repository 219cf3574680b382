package io.orderstream.notification.email;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;

/** Tells what a mail server refuses for good from what it may take later. */
final class Refusal {

  private static final int LONGEST = 255;

  private Refusal() {}

  /** The reason when the address or the mail was refused for good (RFC 5321: 5yz), else null. */
  static @Nullable String in(Exception failure) {
    if (failure instanceof MailSendException several) {
      for (var each : several.getMessageExceptions()) {
        var reason = inChain(each);
        if (reason != null) {
          return reason;
        }
      }
    }
    return inChain(failure);
  }

  private static @Nullable String inChain(@Nullable Throwable failure) {
    for (var at = failure; at != null; at = next(at)) {
      if (isForGood(code(at))) {
        var reason = String.valueOf(at.getMessage()).strip();
        return reason.substring(0, Math.min(LONGEST, reason.length()));
      }
    }
    return null;
  }

  private static @Nullable Throwable next(Throwable failure) {
    return failure instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : failure.getCause();
  }

  private static int code(Throwable failure) {
    return switch (failure) {
      case SMTPAddressFailedException address -> address.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPSendFailedException send -> send.getReturnCode();
      default -> 0;
    };
  }

  /** 530 and 535 mean that we did not log in, which someone can mend. */
  private static boolean isForGood(int code) {
    return code >= 500 && code < 600 && code != 530 && code != 535;
  }
}
