package io.orderstream.streams.commit;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Unit.Result;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Commits the units of one partition, in batches: whatever became ready while the last commit was
 * under way shares the next one.
 *
 * <p>When the outcome of a commit is unknown, the same commit is sent again until it is known; the
 * script's rules make that harmless.
 */
public final class Committer implements AutoCloseable {

  private static final Script COMMIT = new Script("commit");
  private static final Script SETTLE = new Script("settle");
  private static final Duration REPLY = Duration.ofSeconds(10);

  /** How long replicas may take. */
  private static final Duration REPLICATED = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 100;
  private static final Long DONE = 1L;
  private static final Set<Result> WRITTEN = EnumSet.of(Result.DONE, Result.ALREADY);
  private static final byte[] EMPTY = {};

  private final Connection connection;
  private final Keys partition;
  private final int batch;
  private final Supplier<@Nullable String> token;
  private final CommitListener listener;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread loop;

  private final long maxLength;
  private final int replicas;
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
    this(connection, partition, batch, token, Long.MAX_VALUE, 0, listener);
  }

  /**
   * For commands, which need no lease.
   *
   * @param connection where replicas are to confirm, one to the partition's master alone
   * @param maxLength the length at which a stream takes no more of them
   * @param replicas how many replicas must have a command before it counts as done
   */
  public static Committer forCommands(
      Connection connection,
      Keys partition,
      int batch,
      long maxLength,
      int replicas,
      CommitListener listener) {
    return new Committer(connection, partition, batch, () -> "", maxLength, replicas, listener);
  }

  private Committer(
      Connection connection,
      Keys partition,
      int batch,
      Supplier<@Nullable String> token,
      long maxLength,
      int replicas,
      CommitListener listener) {
    this.connection = connection;
    this.partition = partition;
    this.batch = batch;
    this.token = token;
    this.maxLength = maxLength;
    this.replicas = replicas;
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
   * @throws TimeoutException when the outcome is not known in time; it may take effect yet
   */
  Result commit(Unit unit, Duration atMost) throws InterruptedException, TimeoutException {
    var result = submit(unit);
    try {
      return result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      result.cancel(false);
      throw e;
    }
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
        queue.drainTo(ready, batch - 1);
        ready.removeIf(waiting -> waiting.result().isCancelled());
        commit(only(ready, unit -> unit.kind().changesTheEntity()));
        commit(only(ready, unit -> !unit.kind().changesTheEntity()));
        ready.clear();
      }
    } catch (InterruptedException e) {
      queue.drainTo(ready);
      ready.forEach(waiting -> waiting.result().complete(Result.FENCED));
    }
  }

  private static List<Waiting> only(List<Waiting> ready, Predicate<Unit> those) {
    return ready.stream()
        .filter(waiting -> those.test(waiting.unit()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void commit(List<Waiting> ready) throws InterruptedException {
    while (!ready.isEmpty()) {
      var under = token.get();
      if (under == null) {
        ready.forEach(waiting -> waiting.result().complete(Result.FENCED));
        return;
      }
      try {
        var started = System.nanoTime();
        var replies = send(under, ready);
        listener.committed(ready.size(), Duration.ofNanos(System.nanoTime() - started));
        for (var refused : tell(ready, replies)) {
          commit(new ArrayList<>(List.of(refused)));
        }
        return;
      } catch (RedisCommandExecutionException e) {
        if (isFenced(e)) {
          if (under.equals(token.get())) {
            ready.forEach(waiting -> waiting.result().complete(Result.FENCED));
            return;
          }
        } else if (passes(e)) {
          if (isElsewhere(e)) {
            connection.reset();
          } else {
            refuseCommands(ready, e);
          }
          Thread.sleep(PAUSE_MILLIS);
        } else if (ready.size() > 1) {
          for (var one : List.copyOf(ready)) {
            commit(new ArrayList<>(List.of(one)));
          }
          return;
        } else {
          ready.getFirst().result().completeExceptionally(e);
          return;
        }
      } catch (RedisException e) {
        Thread.sleep(PAUSE_MILLIS);
        ready.removeIf(waiting -> waiting.result().isCancelled());
      } catch (RuntimeException | Error e) {
        ready.forEach(waiting -> waiting.result().completeExceptionally(e));
        return;
      }
    }
  }

  /** Returns those that Redis refused, which it says why when they are sent alone. */
  private List<Waiting> tell(List<Waiting> ready, List<Object> replies) {
    var results = EnumSet.noneOf(Result.class);
    var refused = new ArrayList<Waiting>();
    for (int i = 0; i < ready.size(); i++) {
      var result = result(replies.get(i));
      if (result == null) {
        refused.add(ready.get(i));
      } else {
        ready.get(i).result().complete(result);
        results.add(result);
      }
    }
    if (results.contains(full ? Result.DONE : Result.FULL)) {
      full = !full;
      listener.full(partition.partition(), full);
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

  private List<Object> send(String under, List<Waiting> ready) throws InterruptedException {
    var all = ready.stream().map(Waiting::unit).toList();
    if (!all.getFirst().kind().changesTheEntity()) {
      var settled = new Settlements(partition, under, all);
      return Connection.await(SETTLE.run(connection, settled.keys, settled.args), REPLY);
    }
    var changes = new Changes(partition, under, all, maxLength);
    if (replicas == 0) {
      return Connection.await(COMMIT.run(connection, changes.keys, changes.args), REPLY);
    }
    var master = connection.commands(); // over one connection: WAIT is about what this one wrote
    var replies =
        Connection.await(COMMIT.run(master, connection::flush, changes.keys, changes.args), REPLY);
    if (!replies.contains(DONE)) {
      // WAIT is about what its connection wrote, and what was done before came over another one
      Connection.await(master.set(partition.replicated(), EMPTY), REPLY);
    }
    var have =
        Connection.await(
            master.waitForReplication(replicas, REPLICATED.toMillis()), REPLICATED.plus(REPLY));
    if (have < replicas) {
      var few =
          new RedisException(
              "it was written, but %d of %d replicas have it".formatted(have, replicas));
      for (int i = 0; i < ready.size(); i++) {
        if (WRITTEN.contains(result(replies.get(i)))) {
          ready.get(i).result().completeExceptionally(few);
        }
      }
    }
    return replies;
  }

  private static @Nullable Result result(Object reply) {
    return switch (((Long) reply).intValue()) {
      case 1 -> Result.DONE;
      case 2 -> Result.ALREADY;
      case 4 -> Result.FULL;
      case 5 -> null;
      default -> Result.CONFLICT;
    };
  }

  static boolean isFenced(RedisException e) {
    return e.getMessage() != null && e.getMessage().contains("FENCED");
  }

  /** Whether another server is the partition's master by now. */
  private static boolean isElsewhere(RedisException e) {
    var says = String.valueOf(e.getMessage());
    return says.startsWith("MOVED") || says.startsWith("ASK") || says.startsWith("READONLY");
  }

  /** Whether what Redis complains of has nothing to do with the unit, and passes. */
  private static boolean passes(RedisException e) {
    var says = e.getMessage() == null ? "" : e.getMessage();
    return says.startsWith("OOM")
        || says.contains("'maxmemory'")
        || says.startsWith("LOADING")
        || says.startsWith("READONLY")
        || says.startsWith("MASTERDOWN")
        || says.startsWith("CLUSTERDOWN")
        || says.startsWith("TRYAGAIN")
        || says.startsWith("MOVED")
        || says.startsWith("ASK")
        || says.startsWith("NOREPLICAS")
        || says.startsWith("MISCONF")
        || says.startsWith("BUSY")
        || says.startsWith("NOPERM")
        || says.startsWith("NOAUTH")
        || says.contains("The user executing the script");
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
  }
}
