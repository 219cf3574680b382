package io.orderstream.streams.codec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;
import org.junit.jupiter.api.Test;

/** Which names a stream can have. */
class EventTypesTest {

  @EventStream("with:colon")
  sealed interface WithColon extends Event {
    @EventType("with.colon.v1")
    record One(String subject) implements WithColon {}
  }

  @EventStream("with{brace}")
  sealed interface WithBrace extends Event {
    @EventType("with.brace.v1")
    record One(String subject) implements WithBrace {}
  }

  /** Trimming takes keys apart at colons, and a cluster's slot is what stands in braces. */
  @Test
  void aStreamHasNoColonAndNoBraceInItsName() {
    assertThatThrownBy(() -> new EventTypes(WithColon.class)).hasMessageContaining("no colon");
    assertThatThrownBy(() -> EventTypes.streamOf(WithColon.One.class))
        .hasMessageContaining("with:colon");
    assertThatThrownBy(() -> EventTypes.streamOf(WithBrace.One.class))
        .hasMessageContaining("with{brace}");
  }
}
