package io.orderstream.benchmarks;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Calls as a service on the engine takes them: a handler that blocks, and one setting. */
final class CallsOnEngine {

  private CallsOnEngine() {}

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    AnswerCalls answerCalls() {
      return new AnswerCalls();
    }
  }

  static final class AnswerCalls implements EventHandler<CallEvent, Caller> {

    @Override
    public Decision<Caller> handle(CallEvent event, @Nullable Caller caller, Delivery delivery)
        throws InterruptedException {
      return switch (event) {
        case CallEvent.Wanted call ->
            Decision.become(Caller.after(caller, call)).publish(Calls.answer(call));
      };
    }
  }

  static AutoCloseable start(int port) {
    return OnEngine.run(Application.class, port, "--streams.in-flight=" + CallTaker.IN_FLIGHT);
  }
}
