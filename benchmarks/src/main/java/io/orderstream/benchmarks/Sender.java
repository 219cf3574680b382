package io.orderstream.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Appends events, each about an account of its own, and knows when each was meant to be sent. */
final class Sender implements AutoCloseable {

  /** So many may be on their way where the throughput is found out. */
  private static final int WINDOW = 4_096;

  private static final int AT_ONCE = 256;
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final Contender contender;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final Random random = new Random(4);
  private long[] meant = new long[1024];
  private int count;

  Sender(Contender contender, int port) {
    this.contender = contender;
    this.client = Redis.client(port);
    this.connection = Redis.connect(client);
    connection.setAutoFlushCommands(false);
  }

  /** How many were sent so far; their numbers begin at 0. */
  int count() {
    return count;
  }

  /** When this one was meant to be sent, by {@link System#nanoTime}. */
  long meant(int number) {
    return meant[number];
  }

  /**
   * Sends as fast as events take effect, for some time after the first did.
   *
   * @return how many took effect per second, in the second half of the time
   */
  double saturate(Onlooker onlooker, Duration time) throws InterruptedException {
    sendMany();
    if (!onlooker.await(1, FIRST)) {
      throw new IllegalStateException("nothing took effect within " + FIRST);
    }
    var start = System.nanoTime();
    keepBusy(onlooker, start + time.toNanos() / 2);
    var half = System.nanoTime();
    var before = onlooker.count();
    keepBusy(onlooker, start + time.toNanos());
    return (onlooker.count() - before) / ((System.nanoTime() - half) / 1e9);
  }

  private void keepBusy(Onlooker onlooker, long until) throws InterruptedException {
    while (System.nanoTime() < until) {
      if (onlooker.await(count + AT_ONCE - WINDOW, Duration.ofMillis(100))) {
        sendMany();
      }
    }
  }

  private void sendMany() {
    for (int n = 0; n < AT_ONCE; n++) {
      send(System.nanoTime());
    }
    connection.flushCommands();
  }

  /**
   * Sends events at random times (a Poisson process, as of independent customers), whatever becomes
   * of those before.
   *
   * @param rate per second, on average
   * @param late takes by how much each was sent late, in microseconds
   */
  void open(double rate, Duration time, Histogram late) {
    var next = System.nanoTime();
    var until = next + time.toNanos();
    while (next < until) {
      var now = System.nanoTime();
      if (now < next) {
        LockSupport.parkNanos(next - now);
      } else {
        while (next <= now && next < until) {
          send(next);
          late.recordValue((now - next) / 1_000);
          next += (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9);
        }
        connection.flushCommands();
      }
    }
  }

  private void send(long nanos) {
    if (count == meant.length) {
      meant = Arrays.copyOf(meant, 2 * count);
    }
    meant[count] = nanos;
    var deposit = Deposits.deposit(count++);
    var stream = contender.deposits(contender.partition(deposit.account()));
    var fields = Envelope.of("deposit.made.v1", deposit.account(), deposit);
    var unused = connection.async().xadd(stream, fields);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
