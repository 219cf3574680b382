package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Over RESP2 a full batch of entries arrives entry by entry; Lettuce once folded those of a large
 * XREADGROUP into one (lettuce#3800).
 *
 * <p>Seen red when the reader takes the first entry only of each reply.
 */
class Resp2IT {

  private static final int COUNTERS = 200;
  private static final int NUMBERS = 20;

  @AutoClose private final Scene scene = new Scene();

  @Test
  void fullBatchesOverResp2AreNeitherFoldedNorLost() {
    scene.publish(COUNTERS, 1, NUMBERS);

    scene.reader(
        Scene.TAKE,
        "--kit.resp2=true",
        "--streams.batch=500",
        "--streams.in-flight=4000",
        "--spring.data.redis.client-name=resp2");

    assertThat(scene.redis().commands().clientList())
        .containsPattern("name=resp2 .*resp=2")
        .doesNotContainPattern("name=resp2 .*resp=3");
    scene.awaitSeen(COUNTERS * NUMBERS);
    scene.assertOnceInOrder(COUNTERS, NUMBERS);
  }
}
