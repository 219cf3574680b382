package io.orderstream.stack.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Everything that was charged and refunded, on the disk before anybody hears of it.
 *
 * <p>Thread-safe. That one key or one intent is worked on by one request at a time is the caller's
 * duty.
 */
final class Ledger implements AutoCloseable {

  private final LedgerFile file;
  private final Tally tally = new Tally();
  private final Map<String, Entry> firstByKey = new HashMap<>();
  private final Map<String, Integer> failuresByKey = new HashMap<>();
  private final Map<String, Entry> captures = new HashMap<>();
  private final Map<String, Entry> refunds = new HashMap<>();

  private Ledger(LedgerFile file) {
    this.file = file;
  }

  /**
   * Reads what the file holds; a torn last line is dropped with a warning.
   *
   * @throws IOException if the file can't be read, written or understood, or is in use
   */
  static Ledger open(Path path) throws IOException {
    var opened = LedgerFile.open(path);
    if (opened.torn()) {
      System.err.println("WARN " + path + ": dropped its last line, which was not fully written");
    }
    var ledger = new Ledger(opened.file());
    try {
      opened.lines().forEach(line -> ledger.apply(StripeJson.MAPPER.readValue(line, Entry.class)));
      return ledger;
    } catch (JacksonException e) {
      ledger.close();
      throw new IOException(path + " is not a ledger: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns when the entry is on the disk and can be seen. */
  void record(Entry entry) {
    file.append(StripeJson.MAPPER.writeValueAsString(entry));
    apply(entry);
  }

  /** What this key was first used for, except for 503s. */
  synchronized Optional<Entry> first(String key) {
    return Optional.ofNullable(firstByKey.get(key));
  }

  /** How often this key was answered with 503. */
  synchronized int failures(String key) {
    return failuresByKey.getOrDefault(key, 0);
  }

  synchronized Optional<Entry> capture(String intent) {
    return Optional.ofNullable(captures.get(intent));
  }

  synchronized boolean refunded(String intent) {
    return refunds.containsKey(intent);
  }

  /** The counts as JSON. */
  synchronized String summary() {
    return StripeJson.MAPPER.writeValueAsString(tally.summary());
  }

  private synchronized void apply(Entry entry) {
    tally.add(entry);
    switch (entry.kind()) {
      case CAPTURE -> captures.put(entry.intent(), entry);
      case REFUND -> refunds.put(entry.intent(), entry);
      case UNAVAILABLE -> failuresByKey.merge(entry.key(), 1, Integer::sum);
      case DECLINE, INVALID, REPLAY -> {}
    }
    if (entry.kind() != Entry.Kind.UNAVAILABLE && entry.kind() != Entry.Kind.REPLAY) {
      firstByKey.putIfAbsent(entry.key(), entry);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
