package io.orderstream.stack.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one request at a time work on a key. Keeps a lock per key, as the ledger keeps every key.
 */
final class KeyLocks {

  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  <T> T whileHolding(String key, Supplier<T> work) {
    var lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
