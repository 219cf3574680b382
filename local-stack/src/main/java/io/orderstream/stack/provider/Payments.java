package io.orderstream.stack.provider;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Captures, declines and refunds; each request is done once by its idempotency key. */
final class Payments {

  private final Ledger ledger;
  private final Clock clock;
  private final KeyLocks keys = new KeyLocks();
  private final KeyLocks intents = new KeyLocks();

  Payments(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Charges a card. A repeat waits for the first request with its key and gets its answer. */
  Answer charge(String key, String fingerprint, Charge charge) {
    return keys.whileHolding(
        key, () -> repeat(key, fingerprint).orElseGet(() -> execute(key, fingerprint, charge)));
  }

  /** Refunds a whole intent, once. */
  Answer refund(String key, String fingerprint, String intent) {
    return keys.whileHolding(
        key,
        () ->
            repeat(key, fingerprint)
                .orElseGet(
                    () -> intents.whileHolding(intent, () -> refundOnce(key, fingerprint, intent))));
  }

  Answer find(String intent) {
    return ledger
        .capture(intent)
        .map(Entry::answer)
        .orElseGet(() -> Answer.missing("payment_intent: '" + intent + "'"));
  }

  private Optional<Answer> repeat(String key, String fingerprint) {
    return ledger.first(key).map(first -> replay(first, fingerprint));
  }

  private Answer replay(Entry first, String fingerprint) {
    if (!first.fingerprint().equals(fingerprint)) {
      return Answer.keyReused();
    }
    ledger.record(first.replayed());
    return first.answer().asReplay();
  }

  private Answer execute(String key, String fingerprint, Charge charge) {
    var method = PaymentMethod.of(charge.paymentMethod());
    pause(method);
    var entry =
        switch (method.charge(ledger.failures(key))) {
          case Outcome.Captured() -> captured(key, fingerprint, charge);
          case Outcome.Declined(var code) ->
              failed(Entry.Kind.DECLINE, key, fingerprint, charge.order(), Answer.declined(code));
          case Outcome.Unavailable() ->
              failed(
                  Entry.Kind.UNAVAILABLE,
                  key,
                  fingerprint,
                  charge.order(),
                  Answer.unavailable("The provider is down; try again later."));
          case Outcome.Invalid() ->
              failed(
                  Entry.Kind.INVALID,
                  key,
                  fingerprint,
                  charge.order(),
                  Answer.invalid("The payment method can't be used: " + charge.paymentMethod()));
        };
    ledger.record(entry);
    return method.losesFirstAnswer() ? entry.answer().asLost() : entry.answer();
  }

  private Entry captured(String key, String fingerprint, Charge charge) {
    var id = newId("pi_");
    var body = StripeJson.intent(id, charge, clock.instant().getEpochSecond()).toString();
    return new Entry(Entry.Kind.CAPTURE, key, fingerprint, charge.order(), id, 200, body);
  }

  private static Entry failed(
      Entry.Kind kind, String key, String fingerprint, String order, Answer answer) {
    return new Entry(kind, key, fingerprint, order, null, answer.status(), answer.body());
  }

  private Answer refundOnce(String key, String fingerprint, String intent) {
    var capture = ledger.capture(intent);
    if (capture.isEmpty()) {
      return Answer.missing("payment_intent: '" + intent + "'");
    }
    var entry = refund(key, fingerprint, capture.get());
    ledger.record(entry);
    return entry.answer();
  }

  private Entry refund(String key, String fingerprint, Entry capture) {
    var intent = String.valueOf(capture.intent());
    if (ledger.refunded(intent)) {
      var answer = Answer.alreadyRefunded(intent);
      return failed(Entry.Kind.INVALID, key, fingerprint, capture.order(), answer);
    }
    var refund = StripeJson.refund(newId("re_"), capture, clock.instant().getEpochSecond());
    return new Entry(
        Entry.Kind.REFUND, key, fingerprint, capture.order(), intent, 200, refund.toString());
  }

  private static String newId(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }

  private static void pause(PaymentMethod method) {
    try {
      Thread.sleep(method.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
