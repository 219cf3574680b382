package io.orderstream.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class MoneyModuleTest {

  @ParameterizedTest
  @CsvSource({
    "EUR 19.99, 19.99",
    "EUR 19.9, 19.90",
    "EUR 20, 20.00",
    "EUR -0.01, -0.01",
    "JPY 1999, 1999",
    "KWD 1.5, 1.500",
    "EUR 999999999999999999.99, 999999999999999999.99",
  })
  void isWrittenWithAsManyDecimalsAsItsCurrencyHas(String money, String amount) {
    var json = Wire.JSON.writeValueAsString(Money.parse(money));

    assertThat(json).isEqualTo(json(amount, money.substring(0, 3)));
    assertThat(read(json)).isEqualTo(Money.parse(money));
  }

  @ParameterizedTest
  @CsvSource({"20, EUR, EUR 20.00", "20.5, EUR, EUR 20.50", "1, KWD, KWD 1.000", "007, JPY, JPY 7"})
  void isReadWithFewerDecimals(String amount, String currency, String money) {
    assertThat(read(json(amount, currency))).hasToString(money);
  }

  @ParameterizedTest
  @CsvSource({"19.999, EUR", "19.990, EUR", "1999.0, JPY", "1.0001, KWD"})
  void isNeverRounded(String amount, String currency) {
    refuses(json(amount, currency), "more decimals than " + currency + " has");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1e3",
        "1,99",
        "+1",
        ".5",
        "1.",
        "NaN",
        "0x1",
        "1 ",
        "1234567890123456789"
      })
  void isReadFromPlainDecimalNumbersOnly(String amount) {
    refuses(json(amount, "EUR"), "at most 18 digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eur", "EURO", "ABC"})
  void isReadInCurrenciesThatExistOnly(String currency) {
    refuses(json("1", currency), "not a currency of ISO 4217");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"amount\":\"1\"}", "{\"currency\":\"EUR\"}"})
  void isRefusedWhereAFieldIsMissing(String json) {
    refuses(json, "money has an amount and a currency");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":1,\"currency\":\"EUR\"}",
        "{\"amount\":1.5,\"currency\":\"EUR\"}",
        "{\"amount\":null,\"currency\":\"EUR\"}",
        "{\"amount\":[\"1\"],\"currency\":\"EUR\"}",
        "{\"amount\":\"1\",\"amount\":\"2\",\"currency\":\"EUR\"}",
      })
  void isRefusedWhereTheAmountIsNotOneString(String json) {
    refuses(json, "amount is one string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"978", "null", "{}"})
  void isRefusedWhereTheCurrencyIsNotOneString(String currency) {
    refuses("{\"amount\":\"1\",\"currency\":" + currency + "}", "currency is one string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"EUR 1\"", "[]", "true"})
  void isRefusedWhereItIsNoObject(String json) {
    refuses(json, "money is an object");
  }

  @Test
  void isReadWithFieldsThatNobodyKnowsYet() {
    assertThat(read("{\"of\":{\"amount\":\"2\"},\"currency\":\"EUR\",\"amount\":\"1\",\"x\":[1]}"))
        .isEqualTo(Money.parse("EUR 1"));
  }

  private static void refuses(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining(why);
  }

  private static Money read(String json) {
    return Wire.JSON.readValue(json, Money.class);
  }

  private static String json(String amount, String currency) {
    return "{\"amount\":\"" + amount + "\",\"currency\":\"" + currency + "\"}";
  }
}
