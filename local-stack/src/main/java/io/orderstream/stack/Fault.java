package io.orderstream.stack;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import io.orderstream.stack.system.LocalStack;
import io.orderstream.stack.system.ServiceInstance;
import io.orderstream.stack.system.ServiceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a soak breaks, and mends again. */
enum Fault {
  /** kill -9 of an instance, which is started again. */
  KILL_SERVICE,
  /** An instance is asked to end, and started again. */
  STOP_SERVICE,
  /** SIGSTOP of an instance for three leases. */
  FREEZE_SERVICE,
  /** kill -9 of Redis, which is started again on its data. */
  KILL_REDIS,
  /** All connections to Redis are cut, three times in a second, with whatever is under way. */
  CUT_CONNECTIONS,
  /** Redis forgets the scripts. */
  FORGET_SCRIPTS,
  /** A group of a partition is destroyed. */
  DESTROY_GROUP,
  /** Entries that nobody can read. */
  GARBAGE,
  /** Redis is full for three seconds. */
  FILL_REDIS;

  /** Marks garbage, so that its dead letters are known. */
  static final String MADE_BY = "made-by-soak";

  private static final List<String> STREAMS = List.of("order", "payment", "notification");
  private static final List<Integer> PARTITIONS = List.of(0, 1, 2, 3, 4, 5, 6, 7);

  /** As people read it, such as {@code kill-redis}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Breaks things in a system. Each kind of fault is mended before it comes again. */
  static final class Breaker {

    private final LocalStack stack;
    private final Random random;
    private final Duration lease;
    private final Set<ServiceInstance> down = ConcurrentHashMap.newKeySet();
    private final Set<Fault> unmended = ConcurrentHashMap.newKeySet();

    Breaker(LocalStack stack, Random random, Duration lease) {
      this.stack = stack;
      this.random = random;
      this.lease = lease;
    }

    /** One to be made now; empty when the one drawn was made before and is not mended yet. */
    Optional<Fault> any() {
      return Optional.of(any(List.of(values()))).filter(unmended::add);
    }

    /** Breaks it and mends it; returns when that is done. */
    void make(Fault fault) throws InterruptedException {
      try {
        breakAndMend(fault);
      } catch (RedisException unreachable) {
        // it is down already, by the fault before
      } finally {
        unmended.remove(fault);
      }
    }

    private void breakAndMend(Fault fault) throws InterruptedException {
      var redis = stack.view().commands();
      switch (fault) {
        case KILL_SERVICE -> restart(false);
        case STOP_SERVICE -> restart(true);
        case FREEZE_SERVICE -> freeze();
        case KILL_REDIS -> {
          stack.redis().kill();
          stack.redis().start();
          stack.awaitRedis();
        }
        case CUT_CONNECTIONS -> {
          for (int i = 0; i < 3; i++) {
            redis.clientKill(KillArgs.Builder.typeNormal().skipme());
            TimeUnit.MILLISECONDS.sleep(300);
          }
        }
        case FORGET_SCRIPTS -> redis.scriptFlush();
        case DESTROY_GROUP -> redis.xgroupDestroy(stream(), group());
        case GARBAGE -> {
          for (int i = 0; i < 5; i++) {
            redis.xadd(stream(), Map.of(MADE_BY, "order.placed.v1", "data", "{"));
          }
        }
        case FILL_REDIS -> {
          redis.configSet("maxmemory", "1");
          TimeUnit.SECONDS.sleep(3);
          redis.configSet("maxmemory", "0");
        }
      }
    }

    private void restart(boolean politely) throws InterruptedException {
      var victim = victim();
      try {
        if (politely) {
          victim.process().stop(Duration.ofSeconds(30));
        } else {
          victim.process().kill();
        }
        victim.process().start();
        stack.awaitReady(victim);
      } finally {
        down.remove(victim);
      }
    }

    private void freeze() throws InterruptedException {
      var victim = victim();
      try {
        victim.process().freeze();
        TimeUnit.MILLISECONDS.sleep(3 * lease.toMillis());
        victim.process().thaw();
      } finally {
        down.remove(victim);
      }
    }

    /** One that nothing is done to at the moment. */
    private ServiceInstance victim() throws InterruptedException {
      while (true) {
        var all = new ArrayList<ServiceInstance>();
        Arrays.stream(ServiceKind.values()).forEach(kind -> all.addAll(stack.services(kind)));
        Collections.shuffle(all, random);
        for (var each : all) {
          if (down.add(each)) {
            return each;
          }
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }

    private String stream() {
      return "events:" + any(STREAMS) + ":{" + any(PARTITIONS) + "}";
    }

    private String group() {
      return any(Arrays.stream(ServiceKind.values()).map(ServiceKind::serviceName).toList());
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
