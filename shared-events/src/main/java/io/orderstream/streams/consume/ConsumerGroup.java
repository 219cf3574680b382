package io.orderstream.streams.consume;

import io.lettuce.core.RedisException;
import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.RedisClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One instance's part in its consumer group: says that it lives, and owns the partitions that fall
 * to it.
 */
public final class ConsumerGroup implements AutoCloseable {

  private final String group;
  private final String consumer;
  private final StreamsProperties settings;
  private final Connections connections;
  private final Connection connection;
  private final RedisClock clock;
  private final Codec codec;
  private final GroupListener listener;
  private final Capacity capacity;
  private final Semaphore heldKibibytes = new Semaphore(HeldEntries.KIBIBYTES);
  private final FirstCalls firstCalls = new FirstCalls();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<Integer, Owned> owned = new TreeMap<>();
  private final ScheduledExecutorService timer;
  private final Thread keeper;
  private final Membership membership;
  private final Lookout lookout;
  private volatile boolean stopping;
  private volatile boolean closed;
  private boolean away;
  private Set<String> known = Set.of();
  private Set<Integer> mine = Set.of();

  /** A partition that falls to this consumer, or did until it began to close. */
  private static final class Owned {
    private final PartitionOwner owner;
    private final Watch watch;
    private final Room room;
    private @Nullable Thread closing;

    Owned(PartitionOwner owner, Watch watch, Room room) {
      this.owner = owner;
      this.watch = watch;
      this.room = room;
    }
  }

  public ConsumerGroup(
      String group,
      List<Subscription> handlers,
      StreamsProperties settings,
      Connections connections,
      RedisClock clock,
      Codec codec,
      GroupListener listener) {
    this.group = group;
    this.consumer = group + "-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    this.settings = settings;
    this.connections = connections;
    this.connection = connections.shared();
    this.clock = clock;
    this.codec = codec;
    this.listener = listener;
    this.capacity = new Capacity(settings.inFlight());
    for (var handler : handlers) {
      if (subscriptions.putIfAbsent(handler.stream(), handler) != null) {
        throw new IllegalStateException("two handlers for the stream " + handler.stream());
      }
    }
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retry-" + group).factory());
    this.keeper = Thread.ofPlatform().daemon().name("keeper-" + group).unstarted(this::run);
    var lease = settings.lease();
    var farewells = new Farewells(group, connections.dedicated(Keys.left(group)), this::beatNow);
    this.membership = new Membership(connection, clock, group, consumer, lease, farewells);
    this.lookout =
        new Lookout(connection, group, settings.partitions(), lease, this::watches, listener);
  }

  public void start() {
    keeper.start();
    membership.start();
    lookout.start();
  }

  private void run() {
    try {
      while (!closed) {
        beatSafely();
        synchronized (this) {
          if (!closed) {
            wait(membership.pauseMillis());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing may end the loop: without it no lease is held for long. */
  private void beatSafely() throws InterruptedException {
    try {
      beat();
    } catch (RuntimeException | Error e) {
      Unexpected.report(e);
    }
  }

  private synchronized void beatNow() {
    notifyAll();
  }

  private void beat() throws InterruptedException {
    var asked = System.nanoTime();
    try {
      renew();
      var living = membership.beat();
      if (living != null) {
        settle(living);
      }
      say(false, "");
    } catch (RedisException e) {
      connection.leave(e, asked);
      say(true, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      say(true, String.valueOf(e));
    }
  }

  /** Also where a full Redis takes no heartbeat, and while the last handlers finish. */
  private void renew() {
    partitions().forEach(each -> each.owner.lease().renew());
  }

  private synchronized Map<Integer, Watch> watches() {
    var watches = new TreeMap<Integer, Watch>();
    owned.forEach((partition, each) -> watches.put(partition, each.watch));
    return watches;
  }

  private synchronized List<Owned> partitions() {
    return List.copyOf(owned.values());
  }

  private synchronized void settle(List<String> living) {
    if (stopping) {
      return;
    }
    if (!known.equals(Set.copyOf(living))) {
      known = Set.copyOf(living);
      mine = Assignment.of(consumer, living, settings.partitions());
      owned.values().forEach(each -> each.room.divide(Math.max(1, mine.size())));
    }
    owned.values().removeIf(each -> each.closing != null && !each.closing.isAlive());
    owned.forEach(
        (partition, each) -> {
          if (each.closing == null && !mine.contains(partition)) {
            each.watch.end();
            each.closing = Thread.ofVirtual().start(each.owner::close);
          }
        });
    for (var partition : mine) {
      owned.computeIfAbsent(partition, this::own);
    }
  }

  private Owned own(int number) {
    var partition = new Keys(group, number);
    var tools =
        new Tools(
            partition,
            settings.partitions(),
            consumer,
            subscriptions,
            connection,
            new Loader(List.copyOf(subscriptions.keySet())),
            new HeldEntries(connection, partition, heldKibibytes),
            new Letters(connection, partition),
            codec,
            new RetryPolicy(settings.retry()),
            firstCalls,
            clock,
            listener);
    var lease = new Lease(connection, partition, consumer, settings.lease());
    var room = new Room(settings.inFlight(), mine.size());
    var due = new DueEvents(tools, settings.batch(), settings.due().poll());
    var owner =
        new PartitionOwner(
            tools,
            lease,
            new PartitionReader(
                tools,
                connections.dedicated(tools.partition().lease()),
                room,
                due,
                settings.batch()),
            due,
            new Committer(connection, partition, settings.batch(), lease::token, listener),
            room,
            capacity,
            timer,
            settings.shutdownGrace());
    owner.start();
    return new Owned(owner, new Watch(tools, owner, settings.lease()), room);
  }

  private void say(boolean isAway, String reason) {
    if (away != isAway) {
      away = isAway;
      listener.trouble(GroupListener.MEMBERSHIP, Trouble.NO_REDIS, isAway ? reason : null);
    }
  }

  /** Lets go of all partitions, and of the membership, so that others go on at once. */
  @Override
  public void close() {
    List<Owned> all;
    synchronized (this) {
      stopping = true;
      notifyAll();
      all = new ArrayList<>(owned.values());
    }
    try {
      membership.leave();
    } catch (RuntimeException e) {
      say(true, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(each -> each.owner.stop());
    all.forEach(each -> each.owner.close());
    closed = true;
    keeper.interrupt();
    lookout.close();
    membership.close();
    timer.shutdownNow();
    connection.close();
  }
}
