package io.orderstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.stack.system.ServiceKind;
import io.orderstream.stack.system.StackException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void stayUpWithTwentyOrdersUnlessTold() {
    var options = Options.parse();

    assertThat(options.orders()).isEqualTo(20);
    assertThat(options.rate()).isInfinite();
    assertThat(options.exit()).isFalse();
    assertThat(options.redis()).isNull();
  }

  @Test
  void areReadInAnyOrder() {
    var options =
        Options.parse(
            "--instances",
            "order=2,payment=3",
            "--exit",
            "--rate",
            "12.5",
            "--json",
            "--orders",
            "7",
            "--redis",
            "redis://elsewhere:6380");

    assertThat(options.orders()).isEqualTo(7);
    assertThat(options.rate()).isEqualTo(12.5);
    assertThat(options.exit()).isTrue();
    assertThat(options.json()).isTrue();
    assertThat(options.redis()).extracting("url").isEqualTo("redis://elsewhere:6380");
    assertThat(options.instances()).isEqualTo(Map.of(ServiceKind.ORDER, 2, ServiceKind.PAYMENT, 3));
  }

  @Test
  void sayHowLongToSoak() {
    assertThat(Options.parse().soak()).isNull();
    assertThat(Options.parse("--soak", "10m", "--seed", "7").soak()).hasMinutes(10);
    assertThat(Options.parse("--soak", "90s", "--seed", "7").seed()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--order 3 | unknown option --order",
        "--orders | --orders needs a value",
        "--orders 0 | --orders is a whole number from 1 to 1000000, not 0",
        "--orders many | --orders is a whole number from 1 to 1000000, not many",
        "--rate 0 | --rate is a number above 0, not 0",
        "--rate fast | --rate is a number above 0, not fast",
        "--soak 10 | --soak is a time such as 90s, 10m or 2h, not 10",
        "--seed many | --seed is a whole number from 0 to 9223372036854775807, not many",
        "--redis localhost | not the address of a Redis: localhost",
        "--redis redis-sentinel://a:1 | the master's name is missing",
        "--instances order | --instances is like order=2,payment=3, not order",
        "--instances orders=2 | --instances knows [order, payment, notification], not orders",
        "--instances order=10 | --instances order is a whole number from 1 to 9, not 10",
      })
  void thatMakeNoSenseSayWhatIsAllowed(String args, String message) {
    assertThatThrownBy(() -> Options.parse(args.split(" ")))
        .isInstanceOf(StackException.class)
        .hasMessageContaining(message);
  }
}
