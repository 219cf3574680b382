package io.orderstream.streams;

@EventStream("seen")
sealed interface SeenEvent extends Event {

  String counter();

  @Override
  default String subject() {
    return counter();
  }

  @EventType("seen.v1")
  record Seen(String counter, int number) implements SeenEvent {}
}
