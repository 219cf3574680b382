package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTest {

  private final Summary good = new Summary(200, 180, 14, 6, 0, 206, 0, 1, 0, 4.06);

  @Test
  void isOneLineThatScriptsRelyOn() {
    assertThat(good.line())
        .isEqualTo(
            "orders placed=200 confirmed=180 rejected=14 cancelled=6 unfinished=0 notified=206"
                + " duplicates=0 resent=1 dead-letters=0 seconds=4.1");
  }

  @Test
  void isOneJsonObjectToo() {
    assertThat(good.json())
        .isEqualTo(
            "{\"placed\":200,\"confirmed\":180,\"rejected\":14,\"cancelled\":6,\"unfinished\":0,"
                + "\"notified\":206,\"duplicates\":0,\"resent\":1,\"dead-letters\":0,"
                + "\"seconds\":4.1}");
  }

  @Test
  void isGoodOnlyIfNothingIsUnfinishedDoubledOrSetAside() {
    assertThat(good.isGood()).isTrue();
    assertThat(new Summary(1, 0, 0, 0, 1, 0, 0, 0, 0, 1).isGood()).isFalse();
    assertThat(new Summary(1, 1, 0, 0, 0, 1, 1, 0, 0, 1).isGood()).isFalse();
    assertThat(new Summary(1, 1, 0, 0, 0, 1, 0, 0, 1, 1).isGood()).isFalse();
  }
}
