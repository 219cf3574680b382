package io.orderstream.benchmarks;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events, and what the contenders other than the engine share: the same rules as its handler.
 */
final class Deposits {

  private static final int PAYLOAD = 300;

  private Deposits() {}

  /** Its JSON has 300 bytes. */
  static DepositEvent.Made deposit(int number) {
    var account = account(number);
    var bare = new DepositEvent.Made(account, number, cents(number), "");
    var length = Json.MAPPER.writeValueAsBytes(bare).length;
    return new DepositEvent.Made(account, number, cents(number), "x".repeat(PAYLOAD - length));
  }

  static String account(int number) {
    return "account-%06d".formatted(number);
  }

  /** Of which deposit the account is. */
  static int number(String account) {
    return Integer.parseInt(account.substring(account.indexOf('-') + 1));
  }

  static int cents(int number) {
    return 1 + number % 997;
  }

  /** The new state and the entry to append, both as they are written. */
  record Taken(String account, String state, Map<String, String> event) {}

  static String subject(Map<String, String> entry) {
    return Objects.requireNonNull(entry.get("subject"));
  }

  static Taken take(Map<String, String> entry, @Nullable Object state) {
    var data = Objects.requireNonNull(entry.get("data"));
    var deposit = Json.MAPPER.readValue(data, DepositEvent.Made.class);
    var before = state == null ? null : Json.MAPPER.readValue((String) state, Account.class);
    var after = Account.after(before, deposit);
    var changed = BalanceEvent.Changed.by(deposit, after);
    return new Taken(
        deposit.account(),
        Json.MAPPER.writeValueAsString(after),
        Envelope.of("balance.changed.v1", deposit.account(), changed));
  }
}
