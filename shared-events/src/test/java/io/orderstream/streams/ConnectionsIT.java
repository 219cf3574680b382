package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * An owner keeps one connection per partition, however often it waits for entries.
 *
 * <p>Seen red when each wait opens a connection, and when an owner that lets go leaves its own
 * open.
 */
class ConnectionsIT {

  private static final Pattern ID = Pattern.compile("id=(\\d+) .*name=kept .*");
  private static final Pattern RECEIVED = Pattern.compile("total_connections_received:(\\d+)");

  /** For commands, for what the owners of all partitions do, and to hear of others that leave. */
  private static final int SHARED = 3;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void eachOwnedPartitionHasOneConnectionThatIsKept() {
    scene.reader(Scene.TAKE, "--spring.data.redis.client-name=kept");
    scene.publish(100, 1, 1);
    scene.awaitSeen(100);
    var before = ids();
    var received = received();

    for (int n = 2; n <= 20; n++) {
      scene.publish(100, n, n);
      scene.awaitSeen(100L * n);
    }

    assertThat(before).hasSize(Scene.PARTITIONS + SHARED);
    assertThat(ids()).isEqualTo(before);
    assertThat(received()).isEqualTo(received);
    scene.assertOnceInOrder(100, 20);
  }

  @Test
  void theConnectionsOfPartitionsThatMovedOnAreClosed() {
    scene.reader(Scene.TAKE, "--spring.data.redis.client-name=kept");
    scene.publish(8, 1, 1);
    scene.awaitSeen(8);

    scene.reader(Scene.TAKE);

    await().atMost(Scene.PATIENCE).until(() -> ids().size() == Scene.PARTITIONS / 2 + SHARED);
  }

  private Set<String> ids() {
    var ids = new TreeSet<String>();
    var clients = ID.matcher(scene.redis().commands().clientList());
    while (clients.find()) {
      ids.add(clients.group(1));
    }
    return ids;
  }

  private long received() {
    var all = RECEIVED.matcher(scene.redis().commands().info("stats"));
    assertThat(all.find()).isTrue();
    return Long.parseLong(all.group(1));
  }
}
