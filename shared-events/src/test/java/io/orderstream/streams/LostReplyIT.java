package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.CuttingProxy;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * I1 and I2 where Redis did what it was asked, and the connection was cut before it could say so.
 *
 * <p>Seen red when commit.lua forgets the marks of entries and the ids of commands, when it appends
 * a letter for an entry that is no longer pending, and when the owner looks at what is pending only
 * after it took a partition over from another.
 */
class LostReplyIT {

  @AutoClose private final Scene scene = new Scene();
  private CuttingProxy proxy;

  @BeforeEach
  void standBetween() {
    proxy = new CuttingProxy(scene.redis().port());
    scene.atEnd(proxy::close);
  }

  @Test
  void aCommitWhoseReplyIsLostTakesEffectOnce() {
    proxiedReaderThatSaw(1);

    proxy.swallowReplies("commit", 4);
    scene.publish(40, 2, 5);

    scene.awaitSeen(200);
    await().atMost(Scene.PATIENCE).until(() -> proxy.cuts() == 4);
    scene.assertOnceInOrder(40, 5);
  }

  @Test
  void entriesWhoseReadingIsLostAreFoundPendingAndHandled() {
    proxiedReaderThatSaw(1);

    proxy.swallowRepliesTo("XREADGROUP", Integer.MAX_VALUE); // the first may bring nothing
    scene.publish(40, 2, 3);
    await().atMost(Scene.PATIENCE).until(() -> proxy.swallowed().contains("count.added.v1"));
    proxy.swallowRepliesTo("XREADGROUP", 0);

    scene.awaitSeen(120);
    scene.assertOnceInOrder(40, 3);
  }

  @Test
  void anEntryWithoutSubjectIsSetAsideOnceWhenTheReplyIsLost() {
    proxiedReaderThatSaw(1);
    scene.redis().commands().xadd(Scene.key("count", 3), "first", "thing");
    await().atMost(Scene.PATIENCE).until(() -> scene.deadLetters() == 1); // Redis has the script

    proxy.swallowReplies("settle", 1);
    scene.redis().commands().xadd(Scene.key("count", 3), "some", "thing");

    await().atMost(Scene.PATIENCE).until(() -> proxy.cuts() == 1 && scene.pending() == 0);
    scene.publish(40, 2, 2);
    scene.awaitSeen(80);
    assertThat(scene.deadLetters()).isEqualTo(2);
  }

  @Test
  void aCommandWhoseReplyIsLostTakesEffectOnceAndAnswers() {
    var service = new Service("publisher", proxy.port(), null);
    scene.atEnd(service::close);
    service.add("c-0", 1);

    proxy.swallowReplies("commit", 2);
    var after = service.add("c-0", 2);

    assertThat(proxy.cuts()).isEqualTo(2);
    assertThat(after).isEqualTo(new Versioned<>(2, new Tally(List.of(1, 2))));
    assertThat(service.numbers("c-0")).containsExactly(1, 2);
    assertThat(scene.on("count")).containsEntry("c-0", List.of(1, 2));
  }

  /** It has all scripts by now, so that the next call of one is the one that counts. */
  private void proxiedReaderThatSaw(int number) {
    var reader = new Service("reader", proxy.port(), Scene.TAKE);
    scene.atEnd(reader::close);
    scene.publish(40, number, number);
    scene.awaitSeen(40);
  }
}
