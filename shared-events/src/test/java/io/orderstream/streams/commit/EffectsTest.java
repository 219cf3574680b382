package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;
import io.orderstream.streams.codec.Codec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectsTest {

  @EventStream("count")
  sealed interface CountEvent extends Event {

    @EventType("count.added.v1")
    record Added(String subject) implements CountEvent {}
  }

  /** Every reader would set such an event aside, and nobody could replay it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 513})
  void anEventThatNoReaderTakesIsNotPublished(int length) {
    assertThatThrownBy(() -> effects("x".repeat(length)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the subject of Added must have 1 to 512 characters");
  }

  @Test
  void theLongestSubjectIsTaken() {
    assertThat(effects("x".repeat(512)).appends()).hasSize(1);
  }

  private static Effects effects(String subject) {
    var stored = new Stored(0, null, Map.of(), Map.of(), false, Map.of());
    return Effects.of(
        Decision.nothing().publish(new CountEvent.Added(subject)),
        stored,
        new Keys("test", 0),
        1,
        new Codec("test", InstantSource.fixed(Instant.EPOCH)));
  }
}
