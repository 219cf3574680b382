package io.orderstream.streams.tail;

import io.orderstream.streams.Event;
import io.orderstream.streams.Tail;
import io.orderstream.streams.Tailed;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.codec.Decoded;
import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.codec.EventTypes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One tail: what its watcher wants to see, and the partitions in which it is followed. */
final class Watching<E extends Event> implements Tail {

  private final Class<E> events;
  private final EventTypes types;
  private final Codec codec;
  private final @Nullable String subject;
  private final Consumer<Tailed<E>> watcher;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Throwable reason;

  Watching(
      Class<E> events,
      EventTypes types,
      Codec codec,
      @Nullable String subject,
      Consumer<Tailed<E>> watcher) {
    this.events = events;
    this.types = types;
    this.codec = codec;
    this.subject = subject;
    this.watcher = watcher;
  }

  String stream() {
    return types.stream();
  }

  @Nullable String subject() {
    return subject;
  }

  void followedBy(Follower follower) {
    followers.add(follower);
  }

  boolean isClosed() {
    return closed;
  }

  /** Shows it to the watcher if it is one of those that it wants to see. */
  void pass(Entry entry, int partition) {
    if ((subject == null || subject.equals(entry.field("subject")))
        && codec.decode(entry, types) instanceof Decoded.Known known) {
      show(
          new Tailed<>(
              events.cast(known.event()), partition, entry.id(), known.id(), known.time()));
    }
  }

  private void show(Tailed<E> tailed) {
    oneAtATime.lock();
    try {
      if (!closed) {
        watcher.accept(tailed);
      }
    } catch (RuntimeException | Error e) {
      end(e);
    } finally {
      oneAtATime.unlock();
      completeWhenClosed();
    }
  }

  /** Unless the watcher is being called: then whoever calls it does this afterwards. */
  private void completeWhenClosed() {
    if (closed && !oneAtATime.isHeldByCurrentThread() && oneAtATime.tryLock()) {
      oneAtATime.unlock();
      var why = reason;
      if (why == null) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(why);
      }
    }
  }

  /** It can't go on. */
  synchronized void end(Throwable because) {
    if (!closed) {
      reason = because;
      close();
    }
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.copy();
  }

  @Override
  public synchronized void close() {
    closed = true;
    followers.forEach(Follower::stop);
    completeWhenClosed();
  }
}
