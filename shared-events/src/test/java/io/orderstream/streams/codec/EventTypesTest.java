package io.orderstream.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;
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

  @EventStream("two")
  sealed interface Two extends Event {
    @EventType("two.one.v1")
    record One(String subject) implements Two {}

    @EventType("two.other.v1")
    record Other(String subject) implements Two {}
  }

  @Test
  void aRecordWantsItselfOfItsStream() {
    var types = new EventTypes(Two.One.class);

    assertThat(types.stream()).isEqualTo("two");
    assertThat(types.record("two.one.v1")).isEqualTo(Two.One.class);
    assertThat(types.record("two.other.v1")).isNull();
    assertThat(types.ignored()).containsExactly("two.other.v1");
    assertThat(new EventTypes(Two.class).ignored()).isEmpty();
  }

  record Lonely(String subject) implements Event {}

  @Test
  void aRecordOfNoStreamIsRefused() {
    assertThatThrownBy(() -> new EventTypes(Lonely.class)).hasMessageContaining("Lonely is no");
  }
}
