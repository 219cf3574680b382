package io.orderstream.benchmarks;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;

/** What waits in the streams: money put into accounts. */
@EventStream("deposit")
sealed interface DepositEvent extends Event {

  String account();

  @Override
  default String subject() {
    return account();
  }

  /** Money was put into an account; the text brings its JSON to the wanted size. */
  @EventType("deposit.made.v1")
  record Made(String account, int number, int cents, String text) implements DepositEvent {}
}
