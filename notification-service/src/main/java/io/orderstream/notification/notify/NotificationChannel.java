package io.orderstream.notification.notify;

/** A way to reach a customer. Safe for use by many threads. */
public interface NotificationChannel {

  /**
   * Tells the customer; returns when the channel has taken the notice on or refuses it for good.
   *
   * <p>A notice can come again when the process was stopped before its outcome was stored. It then
   * goes out once more under the same message id, by which its receiver can tell.
   *
   * @throws Exception when trying again later may help; its text never holds the address
   */
  Outcome tell(Notice notice) throws Exception;
}
