package io.orderstream.stack.watch;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.orderstream.stack.mail.MailSink;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What became of the orders of a run, as the streams and the mails show it. */
public final class Outcomes {

  /** The mail that has to follow each event. */
  private static final Map<String, String> MAILS =
      Map.of(
          "order.placed.v1", "RECEIVED",
          "order.confirmed.v1", "CONFIRMED",
          "order.rejected.v1", "REJECTED",
          "order.cancelled.v1", "CANCELLED");

  private final StreamTail tail;
  private final MailSink mails;
  private final Set<String> orders = ConcurrentHashMap.newKeySet();

  public Outcomes(RedisClusterCommands<String, String> redis, MailSink mails) {
    this.tail = new StreamTail(redis);
    this.mails = mails;
  }

  /** This order belongs to the run; safe to call from any thread. */
  public void expect(String orderId) {
    orders.add(orderId);
  }

  public Set<String> orders() {
    return orders;
  }

  /** Follows the streams up to now. Returns how many orders are not done yet. */
  public int look() {
    follow();
    var open = new HashSet<>(orders);
    open.removeIf(this::isDone);
    return open.size();
  }

  /** Follows the streams up to now. */
  public void follow() {
    tail.follow();
  }

  /** Whether this order is final and its customer was told, as far as the streams were followed. */
  public boolean isDone(String orderId) {
    var events = events(orderId);
    return isFinal(events)
        && events.stream()
            .map(MAILS::get)
            .allMatch(kind -> kind == null || mails.notified(orderId, kind));
  }

  private static boolean isFinal(List<String> events) {
    return events.contains("order.rejected.v1")
        || events.contains("order.cancelled.v1")
        || (events.contains("order.confirmed.v1")
            && !events.contains("order.cancellation-requested.v1"));
  }

  /** Grows with everything that happens. */
  public long seen() {
    return tail.seen() + mails.counts().mails();
  }

  /**
   * The types of an order's events, those of one stream in their order. A notification's has its
   * kind behind it, as in {@code notification.sent.v1 CONFIRMED}.
   */
  public List<String> events(String orderId) {
    return tail.of(orderId);
  }

  /** How many mails told a customer an outcome. */
  public long notified() {
    return orders.stream()
        .flatMap(order -> MAILS.values().stream().filter(kind -> mails.notified(order, kind)))
        .filter(kind -> !kind.equals("RECEIVED"))
        .count();
  }

  public long duplicateEvents() {
    return tail.duplicates(orders);
  }

  public long deadLetters() {
    return tail.deadLetters();
  }
}
