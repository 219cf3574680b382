package io.orderstream.streams.tail;

import io.lettuce.core.RedisException;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.EntryId;
import java.util.List;
import java.util.Set;

/**
 * Follows one partition for one tail: reads it up to its end, then waits to be told that there is
 * more.
 */
final class Follower {

  private static final long AWAY_MILLIS = 250;

  private final PartitionTail partition;
  private final Watching<?> view;
  private final Thread thread;
  private EntryId at;
  private boolean waiting;
  private boolean more = true;

  Follower(PartitionTail partition, Watching<?> view, EntryId at) {
    this.partition = partition;
    this.view = view;
    this.at = at;
    this.thread = Thread.ofVirtual().name("tail-" + partition.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the tail as a whole. */
  void close() {
    view.close();
  }

  void stop() {
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  /**
   * Tells it of what was appended.
   *
   * @param subjects whom these entries are about
   * @param last the id of the last one
   */
  synchronized void appended(Set<String> subjects, EntryId last) {
    if (view.subject() == null || subjects.contains(view.subject())) {
      more = true;
      notifyAll();
    } else if (waiting && !more) {
      passTo(last); // there is nothing for it up to here
    }
  }

  private void run() {
    try {
      while (!view.isClosed()) {
        try {
          readToTheEnd();
          awaitMore();
        } catch (RedisException away) {
          Thread.sleep(AWAY_MILLIS); // the partition says so in the log
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      view.end(e); // no effect where it was closed, which is what interrupts it
    } finally {
      partition.leave(this);
    }
  }

  private void readToTheEnd() throws InterruptedException {
    while (!view.isClosed()) {
      EntryId from;
      synchronized (this) {
        waiting = false;
        more = false;
        from = at;
      }
      var seen = partition.seen();
      var page = partition.read(from);
      for (var entry : page) {
        view.pass(entry, partition.partition());
      }
      if (page.isEmpty()) {
        synchronized (this) {
          passTo(seen);
          waiting = true;
        }
        return;
      }
      moveTo(page);
    }
  }

  /** It may have read further than what it is told of. */
  private void passTo(EntryId id) {
    at = id.compareTo(at) > 0 ? id : at;
  }

  private synchronized void moveTo(List<Entry> page) {
    at = EntryId.parse(page.getLast().id());
  }

  private synchronized void awaitMore() throws InterruptedException {
    while (!more && !view.isClosed()) {
      wait();
    }
  }
}
