package io.orderstream.streams.kit;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.Event;
import io.orderstream.streams.EventHandler;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the calls of a handler until the test lets them go, one by one, in the order in which they
 * came: for looking at a running service between two steps, or stopping it in one.
 *
 * @param <E> as the handler's
 * @param <S> as the handler's
 */
public final class Stepper<E extends Event, S> implements EventHandler<E, S> {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final EventHandler<E, S> handler;
  private final Semaphore go = new Semaphore(0, true);
  private final Semaphore done = new Semaphore(0);
  private final AtomicInteger waiting = new AtomicInteger();

  public Stepper(EventHandler<E, S> handler) {
    this.handler = handler;
  }

  @Override
  public Decision<S> handle(E event, @Nullable S entity, Delivery delivery) throws Exception {
    waiting.incrementAndGet();
    try {
      go.acquire();
    } finally {
      waiting.decrementAndGet();
    }
    try {
      return handler.handle(event, entity, delivery);
    } finally {
      done.release();
    }
  }

  /** How many calls are held. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Lets one call go and returns when the handler did; its decision takes effect after that.
   *
   * @throws IllegalStateException when no call comes within three minutes
   */
  public void step() throws InterruptedException {
    go.release();
    if (!done.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("no event came to the handler within " + PATIENCE);
    }
  }

  /** Lets all calls go, now and later. */
  public void run() {
    go.release(Integer.MAX_VALUE / 2);
  }
}
