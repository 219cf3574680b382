package io.orderstream.streams.autoconfigure;

import io.orderstream.streams.Entities;
import io.orderstream.streams.Event;
import io.orderstream.streams.Streams;
import io.orderstream.streams.StreamsProperties;
import io.orderstream.streams.Tail;
import io.orderstream.streams.Tailed;
import io.orderstream.streams.codec.Codec;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.GroupCommit;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.commit.StoredEntities;
import io.orderstream.streams.consume.ConsumerGroup;
import io.orderstream.streams.consume.DeadLetters;
import io.orderstream.streams.consume.GroupListener;
import io.orderstream.streams.consume.Subscription;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.redis.RedisClock;
import io.orderstream.streams.retention.Registrations;
import io.orderstream.streams.retention.Retention;
import io.orderstream.streams.retention.Trimmer;
import io.orderstream.streams.tail.Tails;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The running engine of a service: its commands, and its consumer group while the service is up.
 */
final class Engine implements Streams, SmartLifecycle {

  private final String group;
  private final StreamsProperties settings;
  private final Connections connections;
  private final RedisClock clock;
  private final GroupListener listener;
  private final Supplier<List<Subscription>> handlers;
  private final Codec codec;
  private final Connection commands;
  private final Tails tails;
  private final Map<Integer, Committer> committers = new ConcurrentHashMap<>();
  private final GroupCommit groupCommit = new GroupCommit();
  private volatile List<Subscription> subscriptions = List.of();
  private volatile @Nullable ConsumerGroup consumers;
  private volatile @Nullable Trimmer trimmer;

  Engine(
      String group,
      StreamsProperties settings,
      Connections connections,
      RedisClock clock,
      Supplier<List<Subscription>> handlers,
      GroupListener listener) {
    this.group = group;
    this.settings = settings;
    this.connections = connections;
    this.clock = clock;
    this.listener = listener;
    this.handlers = handlers;
    this.codec = new Codec(group, clock);
    this.commands = connections.shared();
    this.tails = new Tails(connections, commands, codec, settings.partitions());
  }

  @Override
  public <S> Entities<S> entities(Class<S> type) {
    return new StoredEntities<>(
        type,
        group,
        settings.partitions(),
        commands,
        this::committer,
        codec,
        () -> !subscriptions.isEmpty(),
        settings.replicas() > 0);
  }

  @Override
  public <E extends Event> Tail tail(
      Class<E> events, String subject, @Nullable String after, Consumer<Tailed<E>> watcher) {
    return tails.tail(events, subject, after, watcher);
  }

  @Override
  public <E extends Event> Tail tail(
      Class<E> events, Map<Integer, String> after, Consumer<Tailed<E>> watcher) {
    return tails.tail(events, after, watcher);
  }

  DeadLetters deadLetters() {
    return new DeadLetters(group, settings.partitions(), commands);
  }

  String group() {
    return group;
  }

  int partitions() {
    return settings.partitions();
  }

  /** The streams that the service reads. */
  List<String> streams() {
    return subscriptions.stream().map(Subscription::stream).toList();
  }

  Connection connection() {
    return commands;
  }

  private Committer committer(int partition) {
    return committers.computeIfAbsent(
        partition,
        n ->
            Committer.forCommands(
                settings.replicas() == 0
                    ? commands
                    : connections.master(new Keys(group, n).lease()),
                hasOneConnection() ? groupCommit : new GroupCommit(),
                new Keys(group, n),
                settings.batch(),
                settings.maxLength(),
                settings.replicas(),
                listener));
  }

  /** Whether the commands of all partitions go one way, so that they wait for the same. */
  private boolean hasOneConnection() {
    return settings.replicas() == 0 && !connections.isCluster();
  }

  @Override
  public void start() {
    subscriptions = handlers.get();
    var reads = subscriptions.stream().map(Subscription::stream).toList();
    var registrations = new Registrations(commands, group, reads, codec::published, clock);
    Server.check(commands, settings.partitions(), clock, registrations);
    var trims = new Trimmer(Retention.of(settings), commands, registrations, listener);
    trimmer = trims;
    trims.start();
    if (!subscriptions.isEmpty()) {
      var started =
          new ConsumerGroup(group, subscriptions, settings, connections, clock, codec, listener);
      consumers = started;
      started.start();
    }
    running = true;
  }

  private volatile boolean running;

  @Override
  public void stop() {
    var stopping = consumers;
    consumers = null;
    running = false;
    tails.close();
    if (stopping != null) {
      stopping.close();
    }
    var trims = trimmer;
    if (trims != null) {
      trims.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Begins before the web server takes commands, and ends after it took the last. */
  @Override
  public int getPhase() {
    return 0;
  }

  void close() {
    tails.close();
    committers.values().forEach(Committer::close);
    commands.close();
    connections.close();
  }
}
