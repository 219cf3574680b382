package io.orderstream.streams.consume;

import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.Loader;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.RedisClock;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One instance's part in its consumer group: says that it lives, and owns the partitions that fall
 * to it.
 */
public final class ConsumerGroup implements AutoCloseable {

  private static final Script HEARTBEAT = new Script("heartbeat");
  private static final Duration REPLY = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final String group;
  private final String consumer;
  private final StreamsProperties settings;
  private final Connections connections;
  private final Connection connection;
  private final RedisClock clock;
  private final Codec codec;
  private final GroupListener listener;
  private final Capacity capacity;
  private final FirstCalls firstCalls = new FirstCalls();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<Integer, Owned> owned = new TreeMap<>();
  private final ScheduledExecutorService timer;
  private final Thread keeper;
  private final Thread watcher;
  private volatile boolean stopping;
  private volatile boolean closed;
  private boolean away;
  private long nextBeatMillis;
  private final Farewells farewells;
  private Set<String> known = Set.of();
  private Set<Integer> mine = Set.of();
  private final long[] ownedNanos;

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
    this.ownedNanos = new long[settings.partitions()];
    Arrays.fill(ownedNanos, System.nanoTime());
    for (var handler : handlers) {
      if (subscriptions.putIfAbsent(handler.stream(), handler) != null) {
        throw new IllegalStateException("two handlers for the stream " + handler.stream());
      }
    }
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retry-" + group).factory());
    this.keeper = Thread.ofPlatform().daemon().name("keeper-" + group).unstarted(this::run);
    this.watcher = Thread.ofVirtual().name("watch-" + group).unstarted(this::look);
    this.farewells = new Farewells(group, connections.dedicated(Keys.left(group)), this::beatNow);
  }

  public void start() {
    keeper.start();
    farewells.start();
    watcher.start();
  }

  private void run() {
    try {
      while (!closed) {
        beat();
        synchronized (this) {
          if (!closed) {
            wait(nextBeatMillis);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void beatNow() {
    notifyAll();
  }

  private void beat() throws InterruptedException {
    nextBeatMillis = Math.min(TICK.toMillis(), settings.lease().toMillis() / 4);
    try {
      renew();
      var living = living();
      if (living != null) {
        settle(living);
      }
      say(false, "");
    } catch (RuntimeException e) {
      say(true, String.valueOf(e.getMessage()));
    }
  }

  /** Also where a full Redis takes no heartbeat, and while the last handlers finish. */
  private void renew() {
    partitions().forEach(each -> each.owner.lease().renew());
  }

  /** Apart from the keeper, which must never be late. */
  private void look() {
    try {
      while (!closed) {
        lookOnce();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      partitions().forEach(each -> each.watch.end());
    }
  }

  private void lookOnce() throws InterruptedException {
    for (var each : partitions()) {
      each.watch.look();
    }
    lookForOwners();
  }

  /** Of the partitions that others should own. */
  private void lookForOwners() throws InterruptedException {
    var now = System.nanoTime();
    var mine = mine();
    for (int n = 0; n < settings.partitions(); n++) {
      if (mine.contains(n) || mayBeHeld(n)) {
        ownedNanos[n] = now;
      }
      var without = Duration.ofNanos(now - ownedNanos[n]);
      listener.trouble(
          n,
          Trouble.NO_OWNER,
          without.compareTo(settings.lease().multipliedBy(2)) > 0
              ? "no instance holds its lease"
              : null);
    }
  }

  private synchronized Set<Integer> mine() {
    return Set.copyOf(owned.keySet());
  }

  /** Where Redis is away, which the keeper says, nobody can know. */
  private boolean mayBeHeld(int partition) throws InterruptedException {
    var lease = new Keys(group, partition).lease();
    try {
      return Connection.await(connection.commands().exists(lease), REPLY) > 0;
    } catch (RuntimeException away) {
      return true;
    }
  }

  private synchronized List<Owned> partitions() {
    return List.copyOf(owned.values());
  }

  /** The consumers that beat of late, this one too; null once this one left. */
  private @Nullable List<String> living() throws InterruptedException {
    var asked = System.nanoTime();
    CompletionStage<List<Object>> beat;
    synchronized (this) {
      if (stopping) {
        return null;
      }
      beat =
          HEARTBEAT.run(
              connection,
              List.of(Keys.members(group)),
              List.of(
                  Script.bytes(consumer),
                  Script.bytes(settings.lease().toMillis()),
                  Script.bytes(StreamsProperties.LONGEST_LEASE.toMillis())));
    }
    var reply = Connection.await(beat, lessThanALease());
    var micros = number(reply.getFirst());
    clock.set(asked, micros);
    var living = new ArrayList<String>();
    for (int i = 1; i < reply.size(); i += 2) {
      living.add(PartitionReader.text(reply.get(i)));
      // the next beat finds out at once when this one was its last
      var left = number(reply.get(i + 1)) - micros / 1000 + 1;
      nextBeatMillis = Math.min(nextBeatMillis, Math.max(1, left));
    }
    return living;
  }

  private static long number(Object digits) {
    return Long.parseLong(PartitionReader.text(digits));
  }

  /** A heartbeat that is late must not make the leases late. */
  private Duration lessThanALease() {
    var part = settings.lease().dividedBy(3);
    return part.compareTo(REPLY) < 0 ? part : REPLY;
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
        new Attempt.Tools(
            partition,
            settings.partitions(),
            consumer,
            subscriptions,
            connection,
            new Loader(List.copyOf(subscriptions.keySet())),
            new Letters(connection, partition),
            codec,
            new RetryPolicy(settings.retry()),
            firstCalls,
            clock,
            listener);
    var lease = new Lease(connection, partition, consumer, settings.lease());
    var room = new Room(settings.inFlight(), mine.size());
    var owner =
        new PartitionOwner(
            tools,
            lease,
            new PartitionReader(
                tools,
                connections.dedicated(tools.partition().lease()),
                room,
                settings.batch(),
                settings.lease()),
            new DueEvents(tools, settings.batch(), settings.due().poll()),
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
      farewells.say(connection, consumer);
    } catch (RuntimeException e) {
      say(true, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(each -> each.owner.stop());
    all.forEach(each -> each.owner.close());
    closed = true;
    keeper.interrupt();
    watcher.interrupt();
    farewells.close();
    timer.shutdownNow();
    connection.close();
  }
}
