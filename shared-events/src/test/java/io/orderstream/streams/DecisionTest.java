package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionTest {

  private static final Duration MOST = Duration.ofDays(3650);

  private final SeenEvent.Seen one = new SeenEvent.Seen("c-0", 1);
  private final SeenEvent.Seen two = new SeenEvent.Seen("c-0", 2);

  @Test
  void schedulesOneEventOfATypeAtMostTheLastOneSaid() {
    var decision =
        Decision.<Tally>nothing()
            .later(Duration.ofSeconds(1), one)
            .later(Duration.ofSeconds(2), new CountEvent.Added("c-0", 1))
            .later(Duration.ofSeconds(3), two);

    assertThat(decision.later())
        .containsExactly(
            new Decision.Later(Duration.ofSeconds(2), new CountEvent.Added("c-0", 1)),
            new Decision.Later(Duration.ofSeconds(3), two));
  }

  @Test
  void cancelsOrSchedulesWhateverWasSaidLast() {
    var cancelled =
        Decision.<Tally>nothing().later(Duration.ZERO, one).cancel(SeenEvent.Seen.class);
    var scheduled =
        Decision.<Tally>nothing().cancel(SeenEvent.Seen.class).later(Duration.ZERO, one);

    assertThat(cancelled.later()).isEmpty();
    assertThat(cancelled.cancelled()).containsExactly(SeenEvent.Seen.class);
    assertThat(scheduled.later()).containsExactly(new Decision.Later(Duration.ZERO, one));
    assertThat(scheduled.cancelled()).isEmpty();
  }

  @Test
  void takesDelaysFromNoneToTenYears() {
    assertThat(Decision.nothing().later(Duration.ZERO, one).later(MOST, one).later()).hasSize(1);
    assertThatThrownBy(() -> Decision.nothing().later(Duration.ofMillis(-1), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the delay of Seen is PT-0.001S, allowed is PT0S to PT87600H");
    assertThatThrownBy(() -> Decision.nothing().later(MOST.plusMillis(1), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed is PT0S to PT87600H");
  }

  @Test
  void refusesTwoOfATypeHoweverItIsMade() {
    var later = new Decision.Later(Duration.ZERO, one);

    assertThatThrownBy(() -> new Decision<Tally>(null, List.of(), List.of(later, later), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of Seen more than one is scheduled");
    assertThatThrownBy(
            () ->
                new Decision<Tally>(null, List.of(), List.of(later), Set.of(SeenEvent.Seen.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
