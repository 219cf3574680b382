package io.orderstream.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * The entity that events change, about 250 bytes of JSON.
 *
 * @param deposits how many took effect
 * @param cents their sum
 * @param text brings its JSON to the wanted size
 */
record Account(int deposits, long cents, String text) {

  private static final int LENGTH = 205;

  static final Account EMPTY = new Account(0, 0, "-".repeat(LENGTH));

  static Account after(@Nullable Account before, DepositEvent.Made deposit) {
    var text = deposit.text().substring(0, Math.min(LENGTH, deposit.text().length()));
    return before == null
        ? new Account(1, deposit.cents(), text)
        : new Account(before.deposits() + 1, before.cents() + deposit.cents(), text);
  }
}
