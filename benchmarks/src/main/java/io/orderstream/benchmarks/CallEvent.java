package io.orderstream.benchmarks;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;

/** What waits in the streams where handlers block: callers who want an answer from outside. */
@EventStream("call")
sealed interface CallEvent extends Event {

  String caller();

  @Override
  default String subject() {
    return caller();
  }

  /**
   * A caller wants an answer.
   *
   * @param number which one of all
   * @param turn which one of this caller, from 1
   * @param micros how long the answer takes, in microseconds
   */
  @EventType("call.wanted.v1")
  record Wanted(String caller, int number, int turn, int micros) implements CallEvent {}
}
