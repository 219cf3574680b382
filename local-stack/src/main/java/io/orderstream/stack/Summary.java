package io.orderstream.stack;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run went.
 *
 * @param placed how many orders were accepted
 * @param unfinished those that are not final, or whose customer was not told
 * @param notified how many mails told a customer the outcome: confirmed, rejected or cancelled
 * @param duplicates what the ledger, the mails and the streams each saw twice for one order
 * @param resent mails that were handed over again with the same Message-ID
 * @param deadLetters entries set aside
 * @param seconds from the first order until the last was final and its customer told
 */
record Summary(
    long placed,
    long confirmed,
    long rejected,
    long cancelled,
    long unfinished,
    long notified,
    long duplicates,
    long resent,
    long deadLetters,
    double seconds) {

  boolean isGood() {
    return unfinished == 0 && duplicates == 0 && deadLetters == 0;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "orders placed=%d confirmed=%d rejected=%d cancelled=%d unfinished=%d notified=%d"
            + " duplicates=%d resent=%d dead-letters=%d seconds=%.1f",
        placed,
        confirmed,
        rejected,
        cancelled,
        unfinished,
        notified,
        duplicates,
        resent,
        deadLetters,
        seconds);
  }

  String json() {
    var json = new JsonMapper();
    var object = json.createObjectNode();
    object.put("placed", placed).put("confirmed", confirmed).put("rejected", rejected);
    object.put("cancelled", cancelled).put("unfinished", unfinished).put("notified", notified);
    object.put("duplicates", duplicates).put("resent", resent).put("dead-letters", deadLetters);
    object.put("seconds", Math.round(seconds * 10) / 10.0);
    return json.writeValueAsString(object);
  }
}
