package io.orderstream.streams;

import static org.awaitility.Awaitility.await;

import io.orderstream.streams.Service.Reads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What fails before its handler is called has its attempts and no more.
 *
 * <p>Seen red when only what the handler throws is counted.
 */
class BeforeTheHandlerIT {

  @AutoClose private final Scene scene = new Scene();

  @EventStream("failing")
  sealed interface FailingEvent extends Event {

    @EventType("failing.read.v1")
    record Read(String name) implements FailingEvent {
      @Override
      public String subject() {
        throw new InternalError("for the test");
      }
    }
  }

  @Test
  void anErrorWhileItIsReadEndsInTheDeadLetters() {
    EventHandler<FailingEvent, Tally> handler = (event, tally, delivery) -> Decision.nothing();
    var reader =
        scene.service(
            "reader",
            List.of(new Reads<>(FailingEvent.class, handler)),
            "--streams.retry.initial=10ms",
            "--streams.retry.attempts=3");
    scene.atEnd(reader::close);
    var partition = Scene.partitionOf("a");

    scene
        .redis()
        .commands()
        .xadd(
            "events:failing:{" + partition + "}",
            Map.of(
                "specversion", "1.0",
                "id", "1",
                "type", "failing.read.v1",
                "subject", "a",
                "time", "2026-11-01T12:00:00Z",
                "data", "{\"name\": \"a\"}"));

    await()
        .atMost(Scene.PATIENCE)
        .until(() -> scene.redis().commands().xlen("dead:reader:{" + partition + "}") == 1);
  }
}
