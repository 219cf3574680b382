package io.orderstream.benchmarks;

import static io.orderstream.benchmarks.Contender.CEILING;
import static io.orderstream.benchmarks.Contender.GROUP;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What Redis can do at most: the commands that the work needs, made before the clock starts and
 * sent over one socket without waiting. Nothing is handled; replies are only looked at for errors.
 *
 * <p>Redis writes to the disk once for all that it finds in one look at its sockets, and of one
 * socket it takes no more than a piece of some 16 KB at a look. Where it waits for the disk, the
 * commands are in transactions, which take effect at a look each.
 */
final class OnSocket {

  private static final int BATCH = 256;

  private OnSocket() {}

  static AutoCloseable start(int port) {
    var requests = requests(port);
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      Thread.ofPlatform().daemon().start(() -> write(socket, requests));
      Thread.ofPlatform().daemon().start(() -> read(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, a batch of each partition in turn. */
  private static Queue<byte[]> requests(int port) {
    var client = RedisClient.create(RedisURI.create("localhost", port));
    try (var connection = client.connect()) {
      var partitions = new ArrayList<List<byte[]>>();
      for (int n = 0; n < CEILING.partitions; n++) {
        connection.sync().xgroupCreate(StreamOffset.from(CEILING.deposits(n), "0-0"), GROUP);
        partitions.add(batches(connection.sync(), n));
      }
      var waits = waitsForTheDisk(connection.sync());
      var all = new ArrayDeque<byte[]>();
      while (partitions.stream().anyMatch(each -> !each.isEmpty())) {
        if (waits) {
          all.add(words("MULTI"));
        }
        partitions.stream()
            .filter(each -> !each.isEmpty())
            .forEach(each -> all.add(each.removeFirst()));
        if (waits) {
          all.add(words("EXEC"));
        }
      }
      return all;
    } finally {
      client.shutdown();
    }
  }

  private static boolean waitsForTheDisk(RedisCommands<String, String> redis) {
    return redis.configGet("appendonly").containsValue("yes")
        && redis.configGet("appendfsync").containsValue("always");
  }

  private static byte[] words(String... words) {
    var out = new ByteArrayOutputStream();
    add(out, List.of(words));
    return out.toByteArray();
  }

  private static List<byte[]> batches(RedisCommands<String, String> redis, int partition) {
    var batches = new ArrayList<byte[]>();
    var stream = CEILING.deposits(partition);
    var from = Range.<String>unbounded();
    for (var page = redis.xrange(stream, from, Limit.from(BATCH)); !page.isEmpty(); ) {
      batches.add(batch(page, partition));
      var after = Range.Boundary.excluding(page.getLast().getId());
      page = redis.xrange(stream, Range.from(after, Range.Boundary.unbounded()), Limit.from(BATCH));
    }
    return batches;
  }

  private static byte[] batch(List<StreamMessage<String, String>> entries, int partition) {
    var out = new ByteArrayOutputStream(BATCH * 1000);
    var deposits = CEILING.deposits(partition);
    add(
        out,
        List.of(
            "XREADGROUP", "GROUP", GROUP, "one", "COUNT", "" + BATCH, "STREAMS", deposits, ">"));
    for (var entry : entries) {
      add(out, List.of("HMGET", account(entry), "v", "s"));
    }
    var acks = new ArrayList<>(List.of("XACK", deposits, GROUP));
    for (var entry : entries) {
      var taken = Deposits.take(entry.getBody(), null);
      add(out, List.of("HSET", account(entry), "v", "2", "s", taken.state()));
      var xadd = new ArrayList<>(List.of("XADD", CEILING.balances(partition), "*"));
      taken
          .event()
          .forEach(
              (name, value) -> {
                xadd.add(name);
                xadd.add(value);
              });
      add(out, xadd);
      acks.add(entry.getId());
    }
    add(out, acks);
    return out.toByteArray();
  }

  private static String account(StreamMessage<String, String> entry) {
    return CEILING.account(Deposits.subject(entry.getBody()));
  }

  private static void add(ByteArrayOutputStream out, List<String> words) {
    out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (var word : words) {
      var bytes = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(bytes);
      out.writeBytes(new byte[] {'\r', '\n'});
    }
  }

  private static void write(Socket socket, Queue<byte[]> requests) {
    try {
      for (var next = requests.poll(); next != null; next = requests.poll()) {
        socket.getOutputStream().write(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No value in these replies has a line that begins with a dash. */
  private static void read(Socket socket) {
    var buffer = new byte[256 * 1024];
    byte before = '\n';
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (before == '\n' && buffer[i] == '-') {
            throw new IllegalStateException(
                new String(buffer, i, Math.min(200, n - i), StandardCharsets.UTF_8));
          }
          before = buffer[i];
        }
      }
    } catch (IOException e) {
      // the turn is over
      return;
    }
  }
}
