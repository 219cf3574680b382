package io.orderstream.stack.provider;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
                    () ->
                        intents.whileHolding(intent, () -> refundOnce(key, fingerprint, intent))));
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
    var entry = entry(key, fingerprint, charge, method.charge(ledger.failures(key)));
    ledger.record(entry);
    return method.losesFirstAnswer() ? entry.answer().asLost() : entry.answer();
  }

  private Entry entry(String key, String fingerprint, Charge charge, Outcome outcome) {
    var intent = outcome instanceof Outcome.Captured ? newId("pi_") : null;
    var answer = answer(charge, outcome, intent);
    return new Entry(
        kind(outcome), key, fingerprint, charge.order(), intent, answer.status(), answer.body());
  }

  private static Entry.Kind kind(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Captured captured -> Entry.Kind.CAPTURE;
      case Outcome.Declined declined -> Entry.Kind.DECLINE;
      case Outcome.Unavailable unavailable -> Entry.Kind.UNAVAILABLE;
      case Outcome.Invalid invalid -> Entry.Kind.INVALID;
    };
  }

  private Answer answer(Charge charge, Outcome outcome, @Nullable String intent) {
    return switch (outcome) {
      case Outcome.Captured captured ->
          new Answer(200, StripeJson.intent(String.valueOf(intent), charge, now()).toString());
      case Outcome.Declined declined -> Answer.declined(declined.declineCode());
      case Outcome.Unavailable unavailable ->
          Answer.unavailable("The provider is down; try again later.");
      case Outcome.Invalid invalid ->
          Answer.invalid("The payment method can't be used: " + charge.paymentMethod());
    };
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
      var refusal = Answer.alreadyRefunded(intent);
      return new Entry(
          Entry.Kind.INVALID,
          key,
          fingerprint,
          capture.order(),
          null,
          refusal.status(),
          refusal.body());
    }
    var refund = StripeJson.refund(newId("re_"), capture, now()).toString();
    return new Entry(Entry.Kind.REFUND, key, fingerprint, capture.order(), intent, 200, refund);
  }

  private long now() {
    return clock.instant().getEpochSecond();
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
