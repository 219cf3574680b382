package io.orderstream.benchmarks;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Calls in Redis's streams, callers in its hashes. */
final class CallsInRedis implements AutoCloseable {

  /**
   * Moves entries to where they wait.
   *
   * <p>KEYS: in turn, a stream to take from and the one to append to. No ARGV, no reply.
   */
  private static final String RELEASE =
      """
      for n = 1, #KEYS, 2 do
        for _, entry in ipairs(redis.call('XRANGE', KEYS[n], '-', '+')) do
          redis.call('XADD', KEYS[n + 1], '*', unpack(entry[2]))
        end
        redis.call('UNLINK', KEYS[n])
      end
      """;

  private static final int PAGE = 1_000;

  private final CallTaker taker;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  CallsInRedis(CallTaker taker, int port) {
    this.taker = taker;
    this.client = Redis.client(port);
    this.connection = Redis.connect(client);
  }

  /** Makes the entries, where nobody reads them yet. */
  void stage(Calls calls) {
    var replies = new ArrayList<RedisFuture<?>>();
    connection.setAutoFlushCommands(false);
    for (var call : calls.wanted()) {
      var fields = Envelope.of("call.wanted.v1", call.caller(), call);
      replies.add(connection.async().xadd(staged(taker.partition(call.caller())), fields));
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    if (!LettuceFutures.awaitAll(60, TimeUnit.SECONDS, replies.toArray(RedisFuture[]::new))) {
      throw new IllegalStateException("Redis did not answer within a minute");
    }
  }

  /** Lets all of them wait from the same moment on, which it returns. */
  long release() {
    var keys = new ArrayList<String>();
    for (int n = 0; n < taker.partitions; n++) {
      keys.addAll(List.of(staged(n), taker.calls(n)));
    }
    connection.sync().eval(RELEASE, ScriptOutputType.STATUS, keys.toArray(String[]::new));
    return System.nanoTime();
  }

  private static String staged(int partition) {
    return "staged:{" + partition + "}";
  }

  /** How many are not acked. */
  long pending() {
    long pending = 0;
    for (int n = 0; n < taker.partitions; n++) {
      pending += connection.sync().xpending(taker.calls(n), Contender.GROUP).getCount();
    }
    return pending;
  }

  /**
   * Looks at every caller and every answer.
   *
   * @return how long the calls took by the clock, in seconds
   * @throws IllegalStateException when one was answered twice, or not at all, or before its turn
   */
  double check(Calls calls) {
    Workload.expect("calls not acked", 0, pending());
    calls.perCaller().forEach(this::check);
    var numbers = new BitSet();
    var turns = new HashMap<String, Integer>();
    var micros = 0L;
    var first = calls.wanted().getFirst().number();
    for (var answer : answers()) {
      if (answer.number() < first) {
        continue; // the warm-up's
      }
      if (numbers.get(answer.number())) {
        throw new IllegalStateException("two answers to call " + answer.number());
      }
      numbers.set(answer.number());
      var expected = turns.merge(answer.caller(), 1, Integer::sum);
      Workload.expect("turn in the answers to " + answer.caller(), expected, answer.turn());
      micros += answer.micros();
    }
    Workload.expect("calls answered", calls.size(), numbers.cardinality());
    return micros / 1e6;
  }

  private void check(String name, int calls) {
    var json = Objects.requireNonNull(connection.sync().hget(taker.caller(name), "s"));
    var caller = Json.MAPPER.readValue(json, Caller.class);
    Workload.expect("calls out of order of " + name, 0, caller.outOfOrder());
    Workload.expect("the last call of " + name, calls, caller.turn());
  }

  private List<AnswerEvent.Came> answers() {
    var answers = new ArrayList<AnswerEvent.Came>();
    for (var stream : taker.answers()) {
      var all = Range.Boundary.<String>unbounded();
      var page = connection.sync().xrange(stream, Range.from(all, all), Limit.from(PAGE));
      while (!page.isEmpty()) {
        page.forEach(entry -> answers.add(answer(entry.getBody())));
        var after = Range.Boundary.excluding(page.getLast().getId());
        page = connection.sync().xrange(stream, Range.from(after, all), Limit.from(PAGE));
      }
    }
    return answers;
  }

  static AnswerEvent.Came answer(Map<String, String> fields) {
    var data = Objects.requireNonNull(fields.get("data"));
    return Json.MAPPER.readValue(data, AnswerEvent.Came.class);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
