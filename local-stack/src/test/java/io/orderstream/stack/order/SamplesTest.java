package io.orderstream.stack.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void areAFixedMix() {
    var samples = new Samples(1).mix(200);

    assertThat(samples).hasSize(200);
    assertThat(samples).filteredOn(sample -> sample.body().contains("Declined")).hasSize(14);
    assertThat(samples).filteredOn(Sample::cancelled).hasSize(6);
    assertThat(samples)
        .filteredOn(Sample::cancelled)
        .allSatisfy(sample -> assertThat(sample.body()).contains("\"pm_card_visa\""));
  }

  @Test
  void areTheSameForTheSameSeedButForTheirKeys() {
    assertThat(new Samples(1).mix(50))
        .extracting(Sample::body)
        .isEqualTo(new Samples(1).mix(50).stream().map(Sample::body).toList());
    assertThat(new Samples(1).mix(50))
        .extracting(Sample::key)
        .doesNotContainAnyElementsOf(new Samples(1).mix(50).stream().map(Sample::key).toList())
        .doesNotHaveDuplicates();
  }
}
