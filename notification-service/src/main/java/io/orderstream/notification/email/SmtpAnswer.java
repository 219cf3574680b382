package io.orderstream.notification.email;

import jakarta.mail.MessagingException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What the mail server answered in place of taking a mail (RFC 5321, section 4.2).
 *
 * @param code three digits; 5xx is for good, 4xx for now
 */
record SmtpAnswer(int code, String command, String text) {

  /** RFC 4954, section 6: it is us whom the server doesn't let in. */
  private static final Set<Integer> AUTHENTICATION = Set.of(530, 534, 535, 538);

  /** RFC 5321, section 4.2.3: where nothing more is said, these are about the address. */
  private static final Set<Integer> ADDRESS = Set.of(501, 550, 551, 553);

  /** RFC 3463: what an answer is about, in figures. */
  private static final Pattern ENHANCED = Pattern.compile("5\\d\\d[ -]5\\.\\d+\\.\\d+");

  /**
   * The recipient's address, but for 5.1.7 and 5.1.8, which are the sender's; its mailbox; the way
   * there; and a name that is not in ASCII (RFC 6531).
   */
  private static final Pattern RECIPIENT =
      Pattern.compile("5\\d\\d[ -]5\\.(1\\.(?![78]\\b)|[24]\\.|6\\.7\\b)");

  /**
   * The answer that made a mail fail, or empty where there was none, as when the server is away;
   * JavaMail has -1 where the connection was cut in place of an answer.
   */
  static Optional<SmtpAnswer> in(Throwable failure) {
    var answer = Optional.<SmtpAnswer>empty();
    for (@Nullable Throwable cause = failure; cause != null; cause = next(cause)) {
      if (cause instanceof SMTPAddressFailedException address && address.getReturnCode() >= 0) {
        return Optional.of(of(address.getReturnCode(), address.getCommand(), address));
      }
      if (cause instanceof SMTPSendFailedException send
          && send.getReturnCode() >= 0
          && answer.isEmpty()) {
        answer = Optional.of(of(send.getReturnCode(), send.getCommand(), send));
      }
    }
    return answer;
  }

  /**
   * Whether the server will never take this mail.
   *
   * <p>That it doesn't let us in, or doesn't know our sender, or doesn't relay for us, is ours to
   * set right, and no fault of the mail. Many servers say so only when they are told the recipient.
   */
  boolean refusesForGood() {
    if (code < 500 || code > 599 || AUTHENTICATION.contains(code)) {
      return false;
    }
    var told = command.toUpperCase(Locale.ROOT);
    return !told.startsWith("MAIL") && (!told.startsWith("RCPT") || isAboutTheRecipient());
  }

  private boolean isAboutTheRecipient() {
    return ENHANCED.matcher(text).lookingAt()
        ? RECIPIENT.matcher(text).lookingAt()
        : ADDRESS.contains(code);
  }

  private static SmtpAnswer of(int code, String command, MessagingException failure) {
    return new SmtpAnswer(code, command, String.valueOf(failure.getMessage()));
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause instanceof MessagingException mail ? mail.getNextException() : cause.getCause();
  }
}
