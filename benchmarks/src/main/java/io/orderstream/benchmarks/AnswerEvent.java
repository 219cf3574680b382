package io.orderstream.benchmarks;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;

/** What is published where handlers block. */
@EventStream("answer")
sealed interface AnswerEvent extends Event {

  String caller();

  @Override
  default String subject() {
    return caller();
  }

  /**
   * An answer came.
   *
   * @param micros how long it took by the clock, in microseconds
   */
  @EventType("answer.came.v1")
  record Came(String caller, int number, int turn, int micros) implements AnswerEvent {}
}
