package io.orderstream.streams.consume;

/** What must not end a loop that nobody would start again. */
final class Unexpected {

  private Unexpected() {}

  /** Says it as where it ended the thread. */
  static void report(Throwable failure) {
    var thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }
}
