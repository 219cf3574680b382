package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A right that Redis's user lacks for a while is no fault of the entries'.
 *
 * <p>Seen red when the refusal counts as a failed attempt.
 */
class MissingRightIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void whatWasAcceptedWaitsForTheRight() {
    var reader =
        scene.reader(
            (event, tally, delivery) -> Service.take(event, tally),
            "--streams.retry.attempts=2",
            "--streams.retry.initial=10ms");
    scene.publish(10, 1, 1);
    scene.awaitSeen(10);
    reader.close();
    scene.publish(10, 2, 2);
    scene
        .redis()
        .commands()
        .aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.XADD));

    scene.reader(Scene.TAKE, "--streams.retry.attempts=2", "--streams.retry.initial=10ms");
    assertThatThrownBy(() -> scene.publisher().add("c-0", 3))
        .isInstanceOf(StreamsUnavailableException.class);
    await().during(Duration.ofSeconds(2)).until(() -> scene.length("seen") == 10);

    scene
        .redis()
        .commands()
        .aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.XADD));
    scene.awaitSeen(20);
    scene.assertOnceInOrder(10, 2);
  }
}
