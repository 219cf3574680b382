package io.orderstream.notification.notify;

import static io.orderstream.notification.Orders.ADA;
import static io.orderstream.notification.Orders.AT;
import static io.orderstream.notification.Orders.ID;
import static io.orderstream.notification.Orders.TOTAL;
import static io.orderstream.notification.Orders.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.events.notification.NotificationFailed;
import io.orderstream.events.notification.NotificationKind;
import io.orderstream.events.notification.NotificationSent;
import io.orderstream.events.order.OrderCancellationRequested;
import io.orderstream.events.order.OrderCancelled;
import io.orderstream.events.order.OrderConfirmed;
import io.orderstream.events.order.OrderEvent;
import io.orderstream.events.order.OrderPaymentOverdue;
import io.orderstream.events.order.OrderRejected;
import io.orderstream.notification.Notification;
import io.orderstream.notification.Notifications;
import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.NonRetryableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotifyCustomersTest {

  private final List<Notice> told = new ArrayList<>();
  private final NotifyCustomers notifyCustomers =
      new NotifyCustomers(
          notice -> {
            told.add(notice);
            return new Outcome.Sent("<" + notice.eventId() + ">");
          });

  static Stream<OrderEvent> laterEvents() {
    return Stream.of(
        new OrderConfirmed(ID),
        new OrderRejected(ID, "expired_card"),
        new OrderCancelled(ID, TOTAL));
  }

  static Stream<OrderEvent> eventsThatCustomersNeedNotKnow() {
    return Stream.of(new OrderCancellationRequested(ID), new OrderPaymentOverdue(ID));
  }

  @Test
  void tellsThatAnOrderWasReceivedAndRemembersTheAddress() throws Exception {
    var decision = handle(placed(), null, "e-1");

    assertThat(told).containsExactly(new Notice("e-1", ID, ADA, new News.Received(TOTAL), AT));
    assertThat(decision.entity())
        .isEqualTo(
            Notifications.none(ID, ADA)
                .and(Notification.sent(NotificationKind.RECEIVED, AT, "<e-1>")));
    assertThat(decision.events())
        .containsExactly(new NotificationSent(ID, NotificationKind.RECEIVED, "<e-1>"));
  }

  @ParameterizedTest
  @MethodSource("laterEvents")
  void tellsWhatBecameOfAnOrderAtTheAddressItWasPlacedWith(OrderEvent event) throws Exception {
    var received = received();

    var decision = handle(event, received, "e-2");

    var kind = told.get(1).news().kind();
    assertThat(told.get(1).customer()).isEqualTo(ADA);
    assertThat(decision.entity()).isEqualTo(received.and(Notification.sent(kind, AT, "<e-2>")));
    assertThat(decision.events()).containsExactly(new NotificationSent(ID, kind, "<e-2>"));
  }

  @Test
  void namesTheRefundOfACancelledOrder() throws Exception {
    handle(new OrderCancelled(ID, TOTAL), received(), "e-2");

    assertThat(told.get(1).news()).isEqualTo(new News.Cancelled(TOTAL));
  }

  @ParameterizedTest
  @MethodSource("eventsThatCustomersNeedNotKnow")
  void tellsNothingOfWhatOnlyServicesNeedToKnow(OrderEvent event) throws Exception {
    var received = received();

    assertThat(handle(event, received, "e-2")).isEqualTo(Decision.nothing());
    assertThat(handle(event, null, "e-2")).isEqualTo(Decision.nothing());
    assertThat(told).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("laterEvents")
  void setsAsideAnEventOfAnOrderWhoseAddressItNeverLearned(OrderEvent event) {
    assertThatThrownBy(() -> handle(event, null, "e-2"))
        .isInstanceOf(NonRetryableException.class)
        .hasMessage("no e-mail address is known for order " + ID);
    assertThat(told).isEmpty();
  }

  @Test
  void tellsEachKindOnce() throws Exception {
    assertThat(handle(placed(), received(), "e-9")).isEqualTo(Decision.nothing());
    assertThat(told).hasSize(1);
  }

  @Test
  void sendsTheSameNoticeWhenAnEventIsDeliveredAgain() throws Exception {
    handle(placed(), null, "e-1");
    handle(placed(), null, "e-1");

    assertThat(told.get(1)).isEqualTo(told.get(0));
  }

  @Test
  void recordsARefusalAndSaysSo() throws Exception {
    var refused = new NotifyCustomers(notice -> new Outcome.Refused("550 unknown"));

    var decision = refused.handle(placed(), null, delivery("e-1"));

    assertThat(decision.entity())
        .isEqualTo(
            Notifications.none(ID, ADA)
                .and(Notification.failed(NotificationKind.RECEIVED, AT, "550 unknown")));
    assertThat(decision.events())
        .containsExactly(new NotificationFailed(ID, NotificationKind.RECEIVED, "550 unknown"));
  }

  @Test
  void isToBeTriedAgainWhenTheChannelIsAway() {
    var away =
        new NotifyCustomers(
            notice -> {
              throw new IOException("away");
            });

    assertThatThrownBy(() -> away.handle(placed(), null, delivery("e-1")))
        .isInstanceOf(IOException.class);
  }

  private Notifications received() throws Exception {
    return Objects.requireNonNull(handle(placed(), null, "e-1").entity());
  }

  private Decision<Notifications> handle(
      OrderEvent event, @Nullable Notifications before, String eventId) throws Exception {
    return notifyCustomers.handle(event, before, delivery(eventId));
  }

  private static Delivery delivery(String eventId) {
    return new Delivery("order", 0, "1-0", eventId, AT, 1, null);
  }
}
