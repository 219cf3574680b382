package io.orderstream.notification.email;

import io.orderstream.events.OrderId;
import io.orderstream.notification.notify.News;
import io.orderstream.notification.notify.News.Cancelled;
import io.orderstream.notification.notify.News.Confirmed;
import io.orderstream.notification.notify.News.Received;
import io.orderstream.notification.notify.News.Rejected;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The news in a customer's words.
 *
 * @param subject one line of ASCII
 */
record MailText(String subject, String body) {

  static MailText of(OrderId orderId, News news) {
    return switch (news) {
      case Received received ->
          mail("We received your order " + orderId, received(received.total()));
      case Confirmed confirmed ->
          mail("Your order %s is confirmed".formatted(orderId), "Your payment was received.");
      case Rejected rejected ->
          mail("We could not accept your order " + orderId, declined(rejected.reason()));
      case Cancelled cancelled ->
          mail("Your order %s was cancelled".formatted(orderId), cancelled(cancelled.refunded()));
    };
  }

  private static MailText mail(String subject, String more) {
    return new MailText(subject, "Hello,\n\n%s. %s\n\nOrderstream\n".formatted(subject, more));
  }

  private static String received(Money total) {
    return "It comes to %s. We write again once it is paid.".formatted(text(total));
  }

  private static String cancelled(@Nullable Money refunded) {
    return refunded == null
        ? "Nothing was charged; should a payment still come, you get it back."
        : "%s were refunded to you.".formatted(text(refunded));
  }

  /** The provider's codes are many and change; those that a customer can act on are named. */
  private static String declined(String reason) {
    return switch (reason) {
          case "insufficient_funds" -> "There was not enough money in the account to pay it.";
          case "expired_card" -> "The card has expired.";
          case "incorrect_cvc", "invalid_cvc" -> "The card's security code was not right.";
          case "incorrect_number", "invalid_number" -> "The card's number was not right.";
          default -> "The payment was declined; your bank may know why.";
        }
        + " Nothing was charged.";
  }

  private static String text(Money money) {
    return money.getAmount().toPlainString() + " " + money.getCurrencyUnit().getCode();
  }
}
