package io.orderstream.streams.commit;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Unit.Result;
import io.orderstream.streams.redis.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Commits the units of one partition, in batches: whatever became ready while the last commit was
 * under way shares the next one.
 *
 * <p>When the outcome of a commit is unknown, the same commit is sent again until it is known, or
 * nobody waits for it any more; the script's rules make that harmless.
 */
public final class Committer implements AutoCloseable {

  private static final long PAUSE_MILLIS = 100;
  private static final Set<Result> WRITTEN = EnumSet.of(Result.DONE, Result.ALREADY);

  private final Batches batches;
  private final GroupCommit others;
  private final int partition;
  private final int batch;
  private final Supplier<@Nullable String> token;
  private final CommitListener listener;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread loop;

  private boolean full;
  private volatile boolean closed;

  private record Waiting(Unit unit, CompletableFuture<Result> result) {}

  /**
   * For an owner of the partition.
   *
   * @param token the token to commit under now, null once the lease is lost
   */
  public Committer(
      Connection connection,
      Keys partition,
      int batch,
      Supplier<@Nullable String> token,
      CommitListener listener) {
    this(
        new Batches(connection, partition, Long.MAX_VALUE, 0),
        new GroupCommit(),
        partition,
        batch,
        token,
        listener);
  }

  /**
   * For commands, which need no lease.
   *
   * @param connection where replicas are to confirm, one to the partition's master alone
   * @param others those whose commits go over the same connection
   * @param maxLength the length at which a stream takes no more of them
   * @param replicas how many replicas must have a command before it counts as done
   */
  public static Committer forCommands(
      Connection connection,
      GroupCommit others,
      Keys partition,
      int batch,
      long maxLength,
      int replicas,
      CommitListener listener) {
    var batches = new Batches(connection, partition, maxLength, replicas);
    return new Committer(batches, others, partition, batch, () -> "", listener);
  }

  private Committer(
      Batches batches,
      GroupCommit others,
      Keys partition,
      int batch,
      Supplier<@Nullable String> token,
      CommitListener listener) {
    this.batches = batches;
    this.others = others;
    this.partition = partition.partition();
    this.batch = batch;
    this.token = token;
    this.listener = listener;
    this.loop =
        Thread.ofVirtual()
            .name("commit-" + partition.group() + "-" + partition.partition())
            .start(this::run);
  }

  /**
   * Commits a unit, and returns when its outcome is known.
   *
   * @throws RedisException when Redis refuses this unit for good; nothing was written
   */
  public Result commit(Unit unit) throws InterruptedException {
    try {
      return submit(unit).get();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /**
   * As {@link #commit(Unit)}, for at most this long.
   *
   * @throws RedisException also when the outcome is not known in time; it may take effect yet
   */
  Result commit(Unit unit, Duration atMost) throws InterruptedException {
    return Connection.await(submit(unit), atMost);
  }

  /**
   * Commits a unit, for the caller to be told.
   *
   * @return its outcome, which the committer's own thread completes: what hangs on it must not take
   *     long. It fails with a {@link RedisException} when Redis refuses this unit for good; nothing
   *     was written then
   */
  public CompletableFuture<Result> submit(Unit unit) {
    var waiting = new Waiting(unit, new CompletableFuture<>());
    queue.add(waiting);
    if (closed) { // perhaps too late for the loop to see it
      waiting.result().complete(Result.FENCED);
    }
    return waiting.result();
  }

  private static RedisException failure(ExecutionException e) {
    return e.getCause() instanceof RedisException redis ? redis : new RedisException(e.getCause());
  }

  private void run() {
    var ready = new ArrayList<Waiting>(batch);
    try {
      while (true) {
        ready.add(queue.take());
        commitWith(ready);
        ready.clear();
      }
    } catch (InterruptedException e) {
      queue.drainTo(ready);
      fence(ready);
    }
  }

  /** Commits these, and whatever else is ready when the others' commits are done. */
  private void commitWith(List<Waiting> ready) throws InterruptedException {
    try {
      others.await();
      queue.drainTo(ready, batch - 1);
      ready.removeIf(waiting -> waiting.result().isDone());
      commit(only(ready, unit -> unit.kind().changesTheEntity()));
      commit(only(ready, unit -> !unit.kind().changesTheEntity()));
    } catch (RuntimeException | Error e) { // must not end the loop
      ready.forEach(waiting -> waiting.result().completeExceptionally(e));
    }
  }

  private static List<Waiting> only(List<Waiting> ready, Predicate<Unit> those) {
    return ready.stream()
        .filter(waiting -> those.test(waiting.unit()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void commit(List<Waiting> ready) throws InterruptedException {
    for (; !ready.isEmpty(); ready.removeIf(waiting -> waiting.result().isDone())) {
      var under = token.get();
      if (under == null) {
        fence(ready);
        return;
      }
      var started = System.nanoTime();
      try {
        var written = write(under, ready.stream().map(Waiting::unit).toList());
        listener.committed(ready.size(), Duration.ofNanos(System.nanoTime() - started));
        oneByOne(tell(ready, written));
        return;
      } catch (RedisCommandExecutionException e) {
        batches.leave(e, started);
        if (!mayAgain(ready, under, e)) {
          return;
        }
      } catch (RedisException e) {
        batches.leave(e, started);
        Thread.sleep(PAUSE_MILLIS);
      } catch (RuntimeException | Error e) {
        ready.forEach(waiting -> waiting.result().completeExceptionally(e));
        return;
      }
    }
  }

  private Batches.Written write(String under, List<Unit> units) throws InterruptedException {
    others.begin();
    try {
      return batches.write(under, units);
    } finally {
      others.end();
    }
  }

  /** Whether those that are left may be sent together again; the others were told. */
  private boolean mayAgain(List<Waiting> ready, String under, RedisCommandExecutionException e)
      throws InterruptedException {
    switch (Refusal.of(e)) {
      case FENCED -> {
        if (under.equals(token.get())) {
          fence(ready);
          return false;
        }
        return true;
      }
      case ELSEWHERE -> {
        Thread.sleep(PAUSE_MILLIS);
        return true;
      }
      case PASSING -> {
        refuseCommands(ready, e);
        Thread.sleep(PAUSE_MILLIS);
        return true;
      }
      case FOR_GOOD -> {
        if (ready.size() == 1) {
          ready.getFirst().result().completeExceptionally(e);
        } else {
          oneByOne(ready);
        }
        return false;
      }
    }
    throw new IllegalStateException(e);
  }

  /** So that Redis says which it refuses, and takes the others. */
  private void oneByOne(List<Waiting> some) throws InterruptedException {
    for (var one : List.copyOf(some)) {
      commit(new ArrayList<>(List.of(one)));
    }
  }

  private static void fence(List<Waiting> ready) {
    ready.forEach(waiting -> waiting.result().complete(Result.FENCED));
  }

  /** Returns those that Redis refused. */
  private List<Waiting> tell(List<Waiting> ready, Batches.Written written) {
    var results = EnumSet.noneOf(Result.class);
    var refused = new ArrayList<Waiting>();
    for (int i = 0; i < ready.size(); i++) {
      var result = written.results().get(i);
      if (result == null) {
        refused.add(ready.get(i));
        continue;
      }
      results.add(result);
      if (written.tooFew() != null && WRITTEN.contains(result)) {
        ready.get(i).result().completeExceptionally(written.tooFew());
      } else {
        ready.get(i).result().complete(result);
      }
    }
    if (results.contains(full ? Result.DONE : Result.FULL)) {
      full = !full;
      listener.full(partition, full);
    }
    return refused;
  }

  /** A command is told at once that Redis is full; an entry waits until it no longer is. */
  private static void refuseCommands(List<Waiting> ready, RedisException e) {
    for (var waiting : ready) {
      if (waiting.unit().kind() == Unit.Kind.C) {
        waiting.result().completeExceptionally(e);
      }
    }
    ready.removeIf(waiting -> waiting.unit().kind() == Unit.Kind.C);
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
  }
}
