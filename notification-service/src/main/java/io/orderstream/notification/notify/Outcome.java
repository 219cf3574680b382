package io.orderstream.notification.notify;

/** What became of a notice that a channel was given. */
public sealed interface Outcome {

  /**
   * The channel has taken it on.
   *
   * @param messageId how the channel knows it; the same each time that this notice is sent
   */
  record Sent(String messageId) implements Outcome {}

  /**
   * The channel will never take it.
   *
   * @param reason for operators, without the customer's address
   */
  record Refused(String reason) implements Outcome {}
}
