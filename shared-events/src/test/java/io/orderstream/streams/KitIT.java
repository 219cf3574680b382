package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderstream.streams.kit.CuttingProxy;
import io.orderstream.streams.kit.Scenario;
import io.orderstream.streams.kit.Stepper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test kit does what its users are told. */
class KitIT {

  @AutoClose private final Scene scene = new Scene();

  @Test
  void aScenarioHandsEventsToAHandlerAndKeepsWhatItDecides() throws Exception {
    var scenario = Scenario.of(Tally.class).given(new Tally(List.of(1)));

    var decision = scenario.when(Scene.TAKE, new CountEvent.Added("c-0", 2));

    assertThat(decision.events()).containsExactly(new SeenEvent.Seen("c-0", 2));
    assertThat(scenario.entity()).isEqualTo(new Tally(List.of(1, 2)));
    assertThat(scenario.published()).containsExactly(new SeenEvent.Seen("c-0", 2));
  }

  @Test
  void aScenarioChangesNothingWhereTheHandlerFails() {
    var scenario = Scenario.of(Tally.class).given(new Tally(List.of(1)));
    EventHandler<CountEvent, Tally> failing =
        (event, tally, delivery) -> {
          throw new IllegalStateException("attempt " + delivery.attempt());
        };

    assertThatThrownBy(() -> scenario.attempt(3).when(failing, new CountEvent.Added("c-0", 2)))
        .hasMessage("attempt 3");
    assertThat(scenario.entity()).isEqualTo(new Tally(List.of(1)));
  }

  @Test
  void aScenariosClockMovesAndWhatIsScheduledComesOutInItsOrder() throws Exception {
    var seen = new SeenEvent.Seen("c-0", 1);
    var added = new CountEvent.Added("c-0", 2);
    var scenario =
        Scenario.of(Tally.class)
            .given(
                Decision.become(new Tally(List.of()))
                    .later(Duration.ofMinutes(2), seen)
                    .later(Duration.ofMinutes(1), added));
    var before = scenario.instant();

    assertThat(scenario.pass(Duration.ofSeconds(59))).isEmpty();
    assertThat(scenario.pass(Duration.ofMinutes(2))).containsExactly(added, seen);
    assertThat(scenario.pass(Duration.ofDays(1))).isEmpty();
    assertThat(scenario.instant()).isEqualTo(before.plusSeconds(179 + 86_400));

    scenario.given(Decision.<Tally>nothing().later(Duration.ofMinutes(1), seen));
    scenario.given(Decision.<Tally>nothing().cancel(SeenEvent.Seen.class));
    assertThat(scenario.pass(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aConsumerTakesOneStepAtATime() throws InterruptedException {
    var stepper = new Stepper<>(Scene.TAKE);
    scene.reader(stepper);
    scene.publish(1, 1, 3);

    await().atMost(Scene.PATIENCE).until(() -> stepper.waiting() == 1);
    assertThat(scene.length("seen")).isZero();
    stepper.step();
    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 1);
    await().atMost(Scene.PATIENCE).until(() -> stepper.waiting() == 1);
    assertThat(scene.length("seen")).isEqualTo(1);

    stepper.run();
    scene.awaitSeen(3);
    scene.assertOnceInOrder(1, 3);
  }

  @Test
  void aProxyDelaysWhatRedisSays() {
    try (var proxy = new CuttingProxy(scene.redis().port())) {
      var service = new Service("slow", proxy.port(), null);
      scene.atEnd(service::close);
      proxy.delayReplies(Duration.ofMillis(300));

      var before = System.nanoTime();
      service.numbers("c-0");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(250));
    }
  }

  @Test
  void aProxyCutsAllConnectionsAndTheServiceGoesOn() {
    try (var proxy = new CuttingProxy(scene.redis().port())) {
      var reader = new Service("reader", proxy.port(), Scene.TAKE);
      scene.atEnd(reader::close);
      scene.publish(20, 1, 1);
      for (int cut = 0; cut < 5; cut++) {
        proxy.cut();
        scene.publish(20, 2 + cut, 2 + cut);
      }

      scene.awaitSeen(20 * 6);
      scene.assertOnceInOrder(20, 6);
    }
  }
}
