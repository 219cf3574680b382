package io.orderstream.stack.provider;

import io.orderstream.stack.provider.Deed.What;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Charges and refunds. Each idempotency key is worked on by one request at a time and takes effect
 * once; a repeat gets the first answer.
 */
final class Till {

  private static final long SLOW_SECONDS = 2;
  private static final int FLAKY_FAILURES = 2;

  /**
   * What a request gets.
   *
   * @param replayed whether it is the answer of an earlier request
   * @param lost whether the connection is cut in place of the answer
   */
  record Outcome(Answer answer, boolean replayed, boolean lost) {}

  /** Works out what a request does that comes for the first time. */
  private interface Work {
    Deed done() throws InterruptedException;
  }

  private final Books books;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  Till(Books books) {
    this.books = books;
  }

  /** {@code POST /v1/payment_intents}. */
  Outcome charge(String key, Map<String, String> form) throws InterruptedException {
    return once(key, form, () -> charged(key, form));
  }

  /** {@code POST /v1/refunds}. */
  Outcome refund(String key, Map<String, String> form) throws InterruptedException {
    return once(key, form, () -> refunded(key, form));
  }

  private Outcome once(String key, Map<String, String> form, Work work)
      throws InterruptedException {
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      var before = books.done(key);
      if (before == null) {
        var deed = work.done();
        books.record(deed);
        var lost = "pm_test_lost_answer".equals(form.get("payment_method"));
        return new Outcome(deed.answer(), false, lost);
      }
      if (!before.request().equals(form.toString())) {
        return new Outcome(Answer.keyReused(), false, false);
      }
      books.replayed();
      return new Outcome(before.answer(), true, false);
    }
  }

  private Deed charged(String key, Map<String, String> form) throws InterruptedException {
    var amount = amount(form);
    if (amount <= 0 || !form.containsKey("currency") || !"true".equals(form.get("confirm"))) {
      return refused(key, form, Answer.invalid("parameter_missing", "amount, currency, confirm"));
    }
    return switch (form.getOrDefault("payment_method", "")) {
      case "pm_card_visa", "pm_test_lost_answer" -> captured(key, form);
      case "pm_test_slow" -> {
        TimeUnit.SECONDS.sleep(SLOW_SECONDS);
        yield captured(key, form);
      }
      case "pm_test_flaky" ->
          books.failures(key) < FLAKY_FAILURES ? down(key, form) : captured(key, form);
      case "pm_test_down" -> down(key, form);
      case "pm_test_invalid" ->
          refused(
              key,
              form,
              Answer.invalid("payment_method_invalid", "The payment method is not valid."));
      case "pm_card_visa_chargeDeclinedInsufficientFunds" ->
          declined(key, form, "insufficient_funds");
      default -> declined(key, form, "generic_decline");
    };
  }

  private static Deed captured(String key, Map<String, String> form) {
    var intent = id("pi_");
    var currency = form.get("currency");
    var answer = Answer.intent(intent, order(form), amount(form), Objects.requireNonNull(currency));
    return deed(key, form, What.CAPTURED, intent, answer);
  }

  private static Deed declined(String key, Map<String, String> form, String code) {
    return deed(key, form, What.DECLINED, "", Answer.declined(code));
  }

  private static Deed down(String key, Map<String, String> form) {
    return deed(key, form, What.DOWN, "", Answer.down());
  }

  private static Deed refused(String key, Map<String, String> form, Answer answer) {
    return deed(key, form, What.REFUSED, "", answer);
  }

  private Deed refunded(String key, Map<String, String> form) {
    var intent = form.getOrDefault("payment_intent", "");
    var capture = books.capture(intent);
    if (capture == null) {
      return refused(key, form, Answer.missing("No such payment_intent: " + intent));
    }
    if (books.isRefunded(intent)) {
      return refused(
          key, form, Answer.invalid("charge_already_refunded", "It was refunded already."));
    }
    var answer = Answer.refund(id("re_"), intent, capture.amount(), capture.currency());
    return new Deed(
        key,
        form.toString(),
        capture.order(),
        What.REFUNDED,
        intent,
        capture.amount(),
        capture.currency(),
        answer.status(),
        answer.body());
  }

  private static Deed deed(
      String key, Map<String, String> form, What what, String intent, Answer answer) {
    return new Deed(
        key,
        form.toString(),
        order(form),
        what,
        intent,
        amount(form),
        form.getOrDefault("currency", ""),
        answer.status(),
        answer.body());
  }

  private static String order(Map<String, String> form) {
    return form.getOrDefault("metadata[order_id]", "(none)");
  }

  private static long amount(Map<String, String> form) {
    var text = form.getOrDefault("amount", "");
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  private static String id(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
  }
}
