package io.orderstream.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderIdTest {

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, ord_00000000000000000000000000",
    "00000000000000000000000000000001, ord_00000000000000000000000001",
    "0000000000000000000000000000001f, ord_0000000000000000000000000Z",
    "00000000000000000000000000000020, ord_00000000000000000000000010",
    "80000000000000000000000000000000, ord_40000000000000000000000000",
    "ffffffffffffffffffffffffffffffff, ord_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
  })
  void isItsBitsInBase32(String bits, String id) {
    assertThat(OrderId.of(HexFormat.of().parseHex(bits))).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void isOf16Bytes(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderId.of(new byte[bytes]))
        .withMessage("an order id is of 16 bytes, not " + bytes);
  }

  @Test
  void isAnotherEachTimeAndLaterOnesSortAfterEarlierOnes() {
    assertThat(Stream.generate(OrderId::random).limit(1000))
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((one, other) -> one.value().compareTo(other.value()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01JD0Z5X3W7Q8R9S0T1V2W3X4Y",
        "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4",
        "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4YZ",
        "ord_81JD0Z5X3W7Q8R9S0T1V2W3X4Y",
        "ord_01jd0z5x3w7q8r9s0t1v2w3x4y",
        "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4I",
        "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4U",
        "ord_01JD0Z5X3W7Q8R9S0T1V2W3X4Y\n",
        "ORD_01JD0Z5X3W7Q8R9S0T1V2W3X4Y",
      })
  void hasNoOtherForm(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OrderId(value))
        .withMessage(
            "an order id is ord_ and 26 characters of Crockford's base 32, not \"" + value + "\"");
  }

  @Test
  void isShownInPartWhereItIsEndless() {
    var endless = new char[5000];
    Arrays.fill(endless, 'x');

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OrderId(new String(endless)))
        .withMessageContaining("not the 5000 characters \"xxx")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(250));
  }
}
