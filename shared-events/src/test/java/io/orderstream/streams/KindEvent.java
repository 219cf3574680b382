package io.orderstream.streams;

import java.util.List;
import java.util.function.BiFunction;

/** Sixteen kinds of events on one stream. */
@EventStream("kinds")
sealed interface KindEvent extends Event {

  /** Each kind's way to be made. */
  List<BiFunction<String, Integer, KindEvent>> KINDS =
      List.of(
          Kind01::new,
          Kind02::new,
          Kind03::new,
          Kind04::new,
          Kind05::new,
          Kind06::new,
          Kind07::new,
          Kind08::new,
          Kind09::new,
          Kind10::new,
          Kind11::new,
          Kind12::new,
          Kind13::new,
          Kind14::new,
          Kind15::new,
          Kind16::new);

  int number();

  @EventType("kind.01.v1")
  record Kind01(String subject, int number) implements KindEvent {}

  @EventType("kind.02.v1")
  record Kind02(String subject, int number) implements KindEvent {}

  @EventType("kind.03.v1")
  record Kind03(String subject, int number) implements KindEvent {}

  @EventType("kind.04.v1")
  record Kind04(String subject, int number) implements KindEvent {}

  @EventType("kind.05.v1")
  record Kind05(String subject, int number) implements KindEvent {}

  @EventType("kind.06.v1")
  record Kind06(String subject, int number) implements KindEvent {}

  @EventType("kind.07.v1")
  record Kind07(String subject, int number) implements KindEvent {}

  @EventType("kind.08.v1")
  record Kind08(String subject, int number) implements KindEvent {}

  @EventType("kind.09.v1")
  record Kind09(String subject, int number) implements KindEvent {}

  @EventType("kind.10.v1")
  record Kind10(String subject, int number) implements KindEvent {}

  @EventType("kind.11.v1")
  record Kind11(String subject, int number) implements KindEvent {}

  @EventType("kind.12.v1")
  record Kind12(String subject, int number) implements KindEvent {}

  @EventType("kind.13.v1")
  record Kind13(String subject, int number) implements KindEvent {}

  @EventType("kind.14.v1")
  record Kind14(String subject, int number) implements KindEvent {}

  @EventType("kind.15.v1")
  record Kind15(String subject, int number) implements KindEvent {}

  @EventType("kind.16.v1")
  record Kind16(String subject, int number) implements KindEvent {}
}
