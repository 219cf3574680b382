package io.orderstream.benchmarks;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.stream.StreamListener;

/**
 * What a good user would put before a container's listener whose calls block: a virtual thread for
 * each entry, behind the one before it of the same caller, and so many in hand as the engine has.
 * Keeps a caller's order as long as there is but one instance, and it neither fails nor crashes.
 */
final class CallsInChains implements StreamListener<String, MapRecord<String, String, String>> {

  /** For each that may run; what waits for its turn or is written is in hand, and does not. */
  private static final int IN_HAND = 8 * CallTaker.IN_FLIGHT;

  private final StreamListener<String, MapRecord<String, String, String>> listener;
  private final ExecutorService threads;
  private final Semaphore room;
  private final Map<String, CompletableFuture<Void>> chains = new ConcurrentHashMap<>();

  private CallsInChains(
      StreamListener<String, MapRecord<String, String, String>> listener,
      ExecutorService threads,
      Semaphore room) {
    this.listener = listener;
    this.threads = threads;
    this.room = room;
  }

  static AutoCloseable start(int port) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var room = new Semaphore(IN_HAND);
    var container =
        CallsOnTunedContainer.start(port, each -> new CallsInChains(each, threads, room));
    return () -> {
      container.close();
      threads.close();
    };
  }

  @Override
  public void onMessage(MapRecord<String, String, String> entry) {
    room.acquireUninterruptibly();
    var caller = Deposits.subject(entry.getValue());
    var chain = chains.compute(caller, (name, before) -> behind(before, entry));
    var unused = chain.whenComplete((done, failure) -> ended(caller, chain));
  }

  private CompletableFuture<Void> behind(
      @Nullable CompletableFuture<Void> before, MapRecord<String, String, String> entry) {
    Runnable take = () -> listener.onMessage(entry);
    return before == null
        ? CompletableFuture.runAsync(take, threads)
        : before.thenRunAsync(take, threads);
  }

  private void ended(String caller, CompletableFuture<Void> chain) {
    room.release();
    chains.remove(caller, chain);
  }
}
