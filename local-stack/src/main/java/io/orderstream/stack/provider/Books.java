package io.orderstream.stack.provider;

import io.orderstream.stack.provider.Deed.What;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The durable ledger: every deed, by idempotency key, payment intent and order. */
final class Books implements AutoCloseable {

  /** What an order cost its customer. */
  private static final class Account {
    private long captures;
    private long refunds;
    private long declines;
    private long attempts;
  }

  private final Journal journal;
  private final Map<String, Deed> byKey = new ConcurrentHashMap<>();
  private final Map<String, Deed> captures = new ConcurrentHashMap<>();
  private final Map<String, Deed> refunds = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final AtomicLong replays = new AtomicLong();

  Books(Path file) throws IOException {
    for (var line : Journal.lines(file)) {
      enter(Answer.JSON.readValue(line, Deed.class));
    }
    this.journal = Journal.open(file);
  }

  /** Returns once it is on disk, so that what was answered is never forgotten. */
  void record(Deed deed) {
    journal.append(Answer.JSON.writeValueAsString(deed));
    enter(deed);
  }

  private void enter(Deed deed) {
    if (deed.what() == What.DOWN) {
      failures.merge(deed.key(), 1, Integer::sum);
    } else {
      byKey.put(deed.key(), deed);
    }
    if (deed.what() == What.CAPTURED) {
      captures.put(deed.intent(), deed);
    } else if (deed.what() == What.REFUNDED) {
      refunds.put(deed.intent(), deed);
    }
    accounts.compute(deed.order(), (order, account) -> add(deed, account));
  }

  private static Account add(Deed deed, @Nullable Account before) {
    var account = before == null ? new Account() : before;
    account.attempts++;
    switch (deed.what()) {
      case CAPTURED -> account.captures++;
      case REFUNDED -> account.refunds++;
      case DECLINED -> account.declines++;
      case REFUSED, DOWN -> {
        // cost nothing
      }
    }
    return account;
  }

  /** What was done for this key, or null if nothing was. */
  @Nullable Deed done(String key) {
    return byKey.get(key);
  }

  /** How often the provider was down for this key. */
  int failures(String key) {
    return failures.getOrDefault(key, 0);
  }

  @Nullable Deed capture(String intent) {
    return captures.get(intent);
  }

  boolean isRefunded(String intent) {
    return refunds.containsKey(intent);
  }

  void replayed() {
    replays.incrementAndGet();
  }

  /** All of it, summed up. */
  ObjectNode page() {
    var page = Answer.JSON.createObjectNode();
    var orders = Answer.JSON.createObjectNode();
    var sum = new long[5];
    accounts.forEach(
        (order, unused) ->
            accounts.computeIfPresent(
                order,
                (same, account) -> {
                  orders
                      .putObject(order)
                      .put("captures", account.captures)
                      .put("refunds", account.refunds)
                      .put("declines", account.declines)
                      .put("attempts", account.attempts);
                  sum[0] += account.captures;
                  sum[1] += account.refunds;
                  sum[2] += account.declines;
                  sum[3] += Math.max(0, account.captures - 1);
                  sum[4] += Math.max(0, account.refunds - 1);
                  return account;
                }));
    page.put("captures", sum[0]).put("refunds", sum[1]).put("declines", sum[2]);
    page.put("doubleCharges", sum[3]).put("doubleRefunds", sum[4]).put("replays", replays.get());
    page.set("orders", orders);
    return page;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
