package io.orderstream.streams.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the commits of several partitions go together: those that are ready while others are under
 * way wait until these are done. They then share Redis's writes to its file, which cost more than
 * the commands, and each holds more, as it was longer in the making.
 *
 * <p>For partitions whose commits go over one connection: what delays one would delay the others.
 */
public final class GroupCommit {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private int underWay;
  private long round;

  /** Returns when what is under way now is done, or at once where nothing is. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (var now = round; underWay > 0 && round == now; ) {
        done.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many wait now. */
  int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(done);
    } finally {
      lock.unlock();
    }
  }

  void begin() {
    lock.lock();
    try {
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      underWay--;
      if (underWay == 0) {
        round++;
        done.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
