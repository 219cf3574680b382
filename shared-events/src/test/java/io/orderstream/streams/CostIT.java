package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lettuce.core.ScriptOutputType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What an event costs, counted and not timed: the commands, reads and bytes that Redis takes for
 * it, and the bytes that the service allocates. Each event loads its entity, writes it, and
 * publishes one event; all of different entities, as in the benchmark.
 *
 * <p>The bounds are the counts that were seen and some room: a commit takes whatever is ready, so
 * that a loaded machine makes more and smaller batches of the same events.
 *
 * <p>Seen red when an entry is acknowledged by a command of its own, when a commit takes one unit,
 * when an entity is looked at twice, and when values that all events of a batch have are sent with
 * each.
 */
class CostIT {

  private static final int EACH = 1000;
  private static final long EVENTS = EACH * Scene.PARTITIONS;

  /** What begins, renews and looks on meanwhile. */
  private static final long SOME = 500;

  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),");
  private static final Pattern BYTES = Pattern.compile("(total_[a-z_]+):(\\d+)");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Copies an entry to many, with subjects and data of their own, and counts from there. */
  private static final String FILL =
      """
      local first = tonumber(ARGV[1])
      local fields = redis.call('XRANGE', KEYS[first + 1], '-', '+', 'COUNT', 1)[1][2]
      for n = 2, #ARGV, 3 do
        local entry = { 'XADD', KEYS[tonumber(ARGV[n]) + 1], '*' }
        for i = 1, #fields, 2 do
          entry[#entry + 1] = fields[i]
          entry[#entry + 1] = fields[i + 1]
          if fields[i] == 'subject' then entry[#entry] = ARGV[n + 1] end
          if fields[i] == 'data' then entry[#entry] = ARGV[n + 2] end
        end
        redis.call(unpack(entry))
      end
      """;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void anEventTakesFewCommandsAndBytes() {
    scene.reader(
        (event, tally, delivery) ->
            switch (event) {
              case CountEvent.Added added ->
                  Decision.become(new Tally(List.of()))
                      .publish(new SeenEvent.Seen(added.counter(), added.number()));
            });
    scene.publisher().add("c-0", 1);
    scene.awaitSeen(1);
    for (int round = 1; round <= 3; round++) { // as it is once the code was compiled
      fill(round);
      scene.awaitSeen(1 + round * EVENTS);
    }

    var commands = scene.redis().commands();
    commands.multi();
    fill(4);
    commands.configResetstat();
    commands.exec();
    var allocated = THREADS.getTotalThreadAllocatedBytes();
    scene.awaitSeen(1 + 4 * EVENTS);
    allocated = THREADS.getTotalThreadAllocatedBytes() - allocated;

    var calls = counts(CALLS, "commandstats");
    var bytes = counts(BYTES, "stats");
    var seen = "%s %s allocated=%d".formatted(calls, bytes, allocated);
    assertThat(calls.get("hmget")).as(seen).isLessThan(2 * EVENTS + SOME);
    assertThat(calls.get("hset")).as(seen).isLessThan(EVENTS + SOME);
    assertThat(calls.get("xadd")).as(seen).isLessThan(EVENTS + SOME);
    for (var batched : List.of("xack", "evalsha", "exec", "xreadgroup")) {
      assertThat(calls.get(batched)).as(batched + " of " + seen).isLessThan(EVENTS / 16);
    }
    assertThat(bytes.get("total_commands_processed")).as(seen).isLessThan(5 * EVENTS);
    assertThat(bytes.get("total_reads_processed")).as(seen).isLessThan(EVENTS / 4);
    assertThat(bytes.get("total_net_input_bytes")).as(seen).isLessThan(370 * EVENTS);
    assertThat(bytes.get("total_net_output_bytes")).as(seen).isLessThan(420 * EVENTS);
    assertThat(allocated).as(seen).isLessThan(24_000 * EVENTS);
  }

  private void fill(int number) {
    var commands = scene.redis().commands();
    var keys =
        IntStream.range(0, Scene.PARTITIONS)
            .mapToObj(n -> Scene.key("count", n))
            .toArray(String[]::new);
    var args = new ArrayList<String>();
    args.add(Integer.toString(Scene.partitionOf("c-0")));
    int[] left = new int[Scene.PARTITIONS];
    for (int c = 0, made = 0; made < EVENTS; c++) {
      var counter = "r-%d-%06d".formatted(number, c);
      var partition = Scene.partitionOf(counter);
      if (left[partition]++ < EACH) {
        made++;
        args.add(Integer.toString(partition));
        args.add(counter);
        args.add("{\"counter\":\"%s\",\"number\":1}".formatted(counter));
      }
    }
    commands.eval(FILL, ScriptOutputType.STATUS, keys, args.toArray(String[]::new));
  }

  private Map<String, Long> counts(Pattern pattern, String section) {
    var counts = new TreeMap<String, Long>();
    var all = pattern.matcher(scene.redis().commands().info(section));
    while (all.find()) {
      counts.put(all.group(1), Long.parseLong(all.group(2)));
    }
    return counts;
  }
}
