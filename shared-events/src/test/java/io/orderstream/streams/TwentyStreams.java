package io.orderstream.streams;

import java.util.List;
import java.util.function.BiFunction;

/** Twenty streams, of one type of event each. */
interface TwentyStreams extends Event {

  /** The streams' events, and how one is made. */
  record Stream<E extends TwentyStreams>(
      Class<E> events, BiFunction<String, Integer, ? extends E> event) {}

  List<Stream<?>> ALL =
      List.of(
          new Stream<>(S01.class, S01.Said::new),
          new Stream<>(S02.class, S02.Said::new),
          new Stream<>(S03.class, S03.Said::new),
          new Stream<>(S04.class, S04.Said::new),
          new Stream<>(S05.class, S05.Said::new),
          new Stream<>(S06.class, S06.Said::new),
          new Stream<>(S07.class, S07.Said::new),
          new Stream<>(S08.class, S08.Said::new),
          new Stream<>(S09.class, S09.Said::new),
          new Stream<>(S10.class, S10.Said::new),
          new Stream<>(S11.class, S11.Said::new),
          new Stream<>(S12.class, S12.Said::new),
          new Stream<>(S13.class, S13.Said::new),
          new Stream<>(S14.class, S14.Said::new),
          new Stream<>(S15.class, S15.Said::new),
          new Stream<>(S16.class, S16.Said::new),
          new Stream<>(S17.class, S17.Said::new),
          new Stream<>(S18.class, S18.Said::new),
          new Stream<>(S19.class, S19.Said::new),
          new Stream<>(S20.class, S20.Said::new));

  int number();

  @EventStream("s01")
  sealed interface S01 extends TwentyStreams {
    @EventType("s01.said.v1")
    record Said(String subject, int number) implements S01 {}
  }

  @EventStream("s02")
  sealed interface S02 extends TwentyStreams {
    @EventType("s02.said.v1")
    record Said(String subject, int number) implements S02 {}
  }

  @EventStream("s03")
  sealed interface S03 extends TwentyStreams {
    @EventType("s03.said.v1")
    record Said(String subject, int number) implements S03 {}
  }

  @EventStream("s04")
  sealed interface S04 extends TwentyStreams {
    @EventType("s04.said.v1")
    record Said(String subject, int number) implements S04 {}
  }

  @EventStream("s05")
  sealed interface S05 extends TwentyStreams {
    @EventType("s05.said.v1")
    record Said(String subject, int number) implements S05 {}
  }

  @EventStream("s06")
  sealed interface S06 extends TwentyStreams {
    @EventType("s06.said.v1")
    record Said(String subject, int number) implements S06 {}
  }

  @EventStream("s07")
  sealed interface S07 extends TwentyStreams {
    @EventType("s07.said.v1")
    record Said(String subject, int number) implements S07 {}
  }

  @EventStream("s08")
  sealed interface S08 extends TwentyStreams {
    @EventType("s08.said.v1")
    record Said(String subject, int number) implements S08 {}
  }

  @EventStream("s09")
  sealed interface S09 extends TwentyStreams {
    @EventType("s09.said.v1")
    record Said(String subject, int number) implements S09 {}
  }

  @EventStream("s10")
  sealed interface S10 extends TwentyStreams {
    @EventType("s10.said.v1")
    record Said(String subject, int number) implements S10 {}
  }

  @EventStream("s11")
  sealed interface S11 extends TwentyStreams {
    @EventType("s11.said.v1")
    record Said(String subject, int number) implements S11 {}
  }

  @EventStream("s12")
  sealed interface S12 extends TwentyStreams {
    @EventType("s12.said.v1")
    record Said(String subject, int number) implements S12 {}
  }

  @EventStream("s13")
  sealed interface S13 extends TwentyStreams {
    @EventType("s13.said.v1")
    record Said(String subject, int number) implements S13 {}
  }

  @EventStream("s14")
  sealed interface S14 extends TwentyStreams {
    @EventType("s14.said.v1")
    record Said(String subject, int number) implements S14 {}
  }

  @EventStream("s15")
  sealed interface S15 extends TwentyStreams {
    @EventType("s15.said.v1")
    record Said(String subject, int number) implements S15 {}
  }

  @EventStream("s16")
  sealed interface S16 extends TwentyStreams {
    @EventType("s16.said.v1")
    record Said(String subject, int number) implements S16 {}
  }

  @EventStream("s17")
  sealed interface S17 extends TwentyStreams {
    @EventType("s17.said.v1")
    record Said(String subject, int number) implements S17 {}
  }

  @EventStream("s18")
  sealed interface S18 extends TwentyStreams {
    @EventType("s18.said.v1")
    record Said(String subject, int number) implements S18 {}
  }

  @EventStream("s19")
  sealed interface S19 extends TwentyStreams {
    @EventType("s19.said.v1")
    record Said(String subject, int number) implements S19 {}
  }

  @EventStream("s20")
  sealed interface S20 extends TwentyStreams {
    @EventType("s20.said.v1")
    record Said(String subject, int number) implements S20 {}
  }
}
