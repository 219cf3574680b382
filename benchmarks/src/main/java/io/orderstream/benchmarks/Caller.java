package io.orderstream.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * The entity of the events whose handlers block: what it had answered so far.
 *
 * @param turn the last one that was answered
 * @param outOfOrder how many were answered that were not the next one
 */
record Caller(int turn, int outOfOrder) {

  static Caller after(@Nullable Caller before, CallEvent.Wanted call) {
    var last = before == null ? 0 : before.turn();
    var wrong = before == null ? 0 : before.outOfOrder();
    return new Caller(call.turn(), call.turn() == last + 1 ? wrong : wrong + 1);
  }
}
