package io.orderstream.streams;

/** Events of a counter, for tests: what is published, and what is said of it. */
@EventStream("count")
sealed interface CountEvent extends Event {

  String counter();

  @Override
  default String subject() {
    return counter();
  }

  @EventType("count.added.v1")
  record Added(String counter, int number) implements CountEvent {}
}
