package io.orderstream.streams;

import java.util.concurrent.CompletionStage;

/** Somebody who watches a stream, until it is closed. */
public interface Tail extends AutoCloseable {

  /**
   * Completes when the tail was closed and its watcher returned from the last call; exceptionally,
   * with what the watcher threw, when that ended it.
   */
  CompletionStage<Void> ended();

  /** Ends it; a call of the watcher that is under way is interrupted. */
  @Override
  void close();
}
