package io.orderstream.notification;

import io.orderstream.events.EmailAddress;
import io.orderstream.events.OrderId;
import io.orderstream.events.notification.NotificationFailed;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.notification.NotificationSent;
import io.orderstream.streams.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the customer of an order was told, each kind at most once.
 *
 * @param email where the customer is told
 * @param told in the order it happened
 */
public record Notifications(OrderId orderId, EmailAddress email, List<Told> told) {

  /**
   * One notification.
   *
   * @param messageId its Message-ID
   * @param refused why the mail server refused it for good; null where it took it
   * @param at when the event happened that it tells of, by Redis's clock
   */
  public record Told(
      NotificationKind kind, String messageId, @Nullable String refused, Instant at) {}

  public Notifications {
    told = List.copyOf(told);
  }

  /** A customer who was not told anything yet. */
  public static Notifications none(OrderId orderId, EmailAddress email) {
    return new Notifications(orderId, email, List.of());
  }

  /** Whether the customer was told this, or could not be. */
  public boolean has(NotificationKind kind) {
    return told.stream().anyMatch(each -> each.kind() == kind);
  }

  /** The mail server took the mail. */
  public Decision<Notifications> sent(NotificationKind kind, String messageId, Instant at) {
    return become(new Told(kind, messageId, null, at))
        .publish(new NotificationSent(orderId, kind, messageId));
  }

  /** The mail server refused the mail for good. */
  public Decision<Notifications> failed(
      NotificationKind kind, String messageId, String reason, Instant at) {
    return become(new Told(kind, messageId, reason, at))
        .publish(new NotificationFailed(orderId, kind, reason));
  }

  private Decision<Notifications> become(Told next) {
    var all = new ArrayList<>(told);
    all.add(next);
    return Decision.become(new Notifications(orderId, email, all));
  }
}
