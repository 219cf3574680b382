package io.orderstream.benchmarks;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the listeners on Spring's container share: the same rules as the engine's handler. */
final class Deposits {

  private Deposits() {}

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
