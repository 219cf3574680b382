package io.orderstream.events.notification;

/** What a notification tells the customer of an order. */
public enum NotificationKind {
  RECEIVED,
  CONFIRMED,
  REJECTED,
  CANCELLED
}
