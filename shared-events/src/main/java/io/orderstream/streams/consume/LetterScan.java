package io.orderstream.streams.consume;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the letters of a partition that a filter matches, the earliest first. It begins with
 * one and reads ever more at once, since letters may be large, and many scans may need few each.
 */
final class LetterScan {

  private static final int PAGE = 100;

  private final Letters letters;
  private final DeadLetters.Filter filter;
  private final ArrayDeque<DeadLetter> read = new ArrayDeque<>();
  private String after;
  private int page = 1;
  private boolean atEnd;
  private @Nullable DeadLetter letter;

  /**
   * @param after the id of a letter to begin behind
   */
  LetterScan(Letters letters, DeadLetters.Filter filter, String after) {
    this.letters = letters;
    this.filter = filter;
    this.after = after;
  }

  /** Moves on to the next one; false where there is none. */
  boolean next() throws InterruptedException {
    do {
      if (read.isEmpty()) {
        fetch();
      }
      letter = read.poll();
    } while (letter != null && !filter.matches(letter));
    return letter != null;
  }

  private void fetch() throws InterruptedException {
    if (atEnd) {
      return;
    }
    read.addAll(letters.after(after, page));
    atEnd = read.size() < page;
    page = Math.min(PAGE, 2 * page);
    if (!read.isEmpty()) {
      after = read.getLast().id();
    }
  }

  DeadLetter letter() {
    return Objects.requireNonNull(letter, "next was not called, or found none");
  }
}
