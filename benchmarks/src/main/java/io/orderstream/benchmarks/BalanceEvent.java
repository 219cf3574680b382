package io.orderstream.benchmarks;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;

/** What is published: the account's balance after each deposit. */
@EventStream("balance")
sealed interface BalanceEvent extends Event {

  String account();

  @Override
  default String subject() {
    return account();
  }

  /** A deposit took effect. */
  @EventType("balance.changed.v1")
  record Changed(String account, int number, long cents, String text) implements BalanceEvent {

    static Changed by(DepositEvent.Made deposit, Account account) {
      return new Changed(deposit.account(), deposit.number(), account.cents(), deposit.text());
    }
  }
}
