package io.orderstream.events;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Money as JSON: {@code {"amount":"19.99","currency":"EUR"}}, a decimal string and ISO 4217's code.
 *
 * <p>Written with as many decimals as the currency has. Read with at most as many, and at most 18
 * digits before the point; further fields are ignored. Jackson finds this module by {@link
 * java.util.ServiceLoader}.
 */
public final class MoneyModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  public MoneyModule() {
    super(MoneyModule.class.getName());
    addSerializer(new Writer());
    addDeserializer(Money.class, new Reader());
  }

  private static final class Writer extends StdSerializer<Money> {

    Writer() {
      super(Money.class);
    }

    @Override
    public void serialize(Money money, JsonGenerator json, SerializationContext context) {
      json.writeStartObject();
      json.writeStringProperty("amount", money.getAmount().toPlainString());
      json.writeStringProperty("currency", money.getCurrencyUnit().getCode());
      json.writeEndObject();
    }
  }

  private static final class Reader extends StdDeserializer<Money> {

    private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,18}(\\.\\d{1,8})?");

    Reader() {
      super(Money.class);
    }

    @Override
    public Money deserialize(JsonParser json, DeserializationContext context) {
      if (!json.isExpectedStartObjectToken()) {
        throw context.wrongTokenException(
            json, Money.class, JsonToken.START_OBJECT, "money is an object");
      }
      String amount = null;
      String currency = null;
      for (var name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        switch (name) {
          case "amount" -> amount = text(json, context, name, amount);
          case "currency" -> currency = text(json, context, name, currency);
          default -> json.skipChildren();
        }
      }
      return money(context, amount, currency);
    }

    private static String text(
        JsonParser json, DeserializationContext context, String name, @Nullable String before) {
      if (before != null || !json.hasToken(JsonToken.VALUE_STRING)) {
        throw context.wrongTokenException(
            json, Money.class, JsonToken.VALUE_STRING, name + " is one string");
      }
      return json.getString();
    }

    private static Money money(
        DeserializationContext context, @Nullable String amount, @Nullable String currency) {
      if (amount == null || currency == null) {
        throw context.instantiationException(Money.class, "money has an amount and a currency");
      }
      if (!AMOUNT.matcher(amount).matches()) {
        throw context.weirdStringException(
            amount, Money.class, "an amount is a decimal number of at most 18 digits");
      }
      try {
        return Money.of(CurrencyUnit.of(currency), new BigDecimal(amount));
      } catch (IllegalCurrencyException unknown) {
        throw context.weirdStringException(currency, Money.class, "not a currency of ISO 4217");
      } catch (ArithmeticException tooPrecise) {
        throw context.weirdStringException(
            amount, Money.class, "more decimals than " + currency + " has");
      }
    }
  }
}
