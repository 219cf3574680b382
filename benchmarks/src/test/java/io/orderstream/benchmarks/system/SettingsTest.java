package io.orderstream.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What is asked for is measured, and what has no meaning there is said. */
class SettingsTest {

  @Test
  void onlySystemHasParts() {
    assertThat(parse("system --only POST").only()).containsExactly(Settings.Aspect.POST);
    assertThat(parse("idle --seconds 5").seconds()).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("idle --only POST"))
        .withMessage("unknown option --only");
  }

  private static Settings parse(String line) {
    return Settings.parse(line.split(" "));
  }
}
