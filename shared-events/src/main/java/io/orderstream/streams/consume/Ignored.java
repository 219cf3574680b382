package io.orderstream.streams.consume;

import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.consume.GroupListener.Outcome;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Entries just read or claimed that the handler of their stream is not for. They change nothing and
 * need no order, so they are acked at once, and nothing is loaded for them. Whoever acks them does
 * the same, so the lease isn't asked; those whose ack is lost stay pending and are claimed again.
 */
final class Ignored {

  private static final Duration REPLY = Duration.ofSeconds(10);

  private final Tools tools;
  private final Connection connection;
  private final Map<String, List<String>> ids = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<CompletionStage<Long>> acks = new ArrayList<>();

  Ignored(Tools tools, Connection connection) {
    this.tools = tools;
    this.connection = connection;
  }

  /** Whether it is one of them. */
  boolean take(Entry entry) {
    if (!tools.isIgnored(entry)) {
      return false;
    }
    entries.add(entry);
    ids.computeIfAbsent(entry.stream(), stream -> new ArrayList<>()).add(entry.id());
    return true;
  }

  int size() {
    return entries.size();
  }

  /** Asks for the acks, and sends what was asked. */
  void ask() {
    if (entries.isEmpty()) {
      return;
    }
    ids.forEach(
        (stream, those) ->
            acks.add(
                connection
                    .commands()
                    .xack(
                        tools.partition().events(stream),
                        Script.bytes(tools.partition().group()),
                        those.toArray(String[]::new))));
    connection.flush();
  }

  /**
   * Waits until they are acked.
   *
   * @throws io.lettuce.core.RedisException when it isn't known whether they are
   */
  void await(Lanes lanes) throws InterruptedException {
    for (var ack : acks) {
      Connection.await(ack, REPLY);
    }
    for (var entry : entries) {
      tools.listener().handled(entry.stream(), tools.type(entry), Outcome.DONE);
      lanes.moved();
    }
  }
}
