package io.orderstream.stack;

import java.io.PrintStream;

/**
 * Shows how far a run is: one line that is written over in a terminal, a line now and then else.
 */
final class Progress {

  private static final long PAUSE_NANOS = 2_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";
  private long shownAt = System.nanoTime() - PAUSE_NANOS;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A line that stays. */
  synchronized void say(String line) {
    wipe();
    out.println(line);
    out.flush();
  }

  /** How it stands now. */
  synchronized void show(String state) {
    if (state.equals(shown)) {
      return;
    }
    if (terminal) {
      wipe();
      out.print(state);
      shown = state;
    } else if (System.nanoTime() - shownAt >= PAUSE_NANOS) {
      out.println(state);
      shown = state;
      shownAt = System.nanoTime();
    }
    out.flush();
  }

  private void wipe() {
    if (terminal && !shown.isEmpty()) {
      out.print("\r" + " ".repeat(shown.length()) + "\r");
      shown = "";
    }
  }
}
