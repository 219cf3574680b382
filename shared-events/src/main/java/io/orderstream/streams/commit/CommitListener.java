package io.orderstream.streams.commit;

import java.time.Duration;

/** Is told of each commit, and of commands that find no room. */
@FunctionalInterface
public interface CommitListener {

  void committed(int units, Duration took);

  /** A stream of this partition takes no more commands, or does again: told once per change. */
  default void full(int partition, boolean isFull) {}
}
