package io.orderstream.stack.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits until a part of the system can be used. */
final class Readiness {

  private static final long PAUSE_MILLIS = 100;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private Readiness() {}

  /**
   * @param failed completes exceptionally when a part of the system fails meanwhile
   * @throws StackException when it failed, or is not ready in time
   */
  static void await(
      String what, BooleanSupplier ready, Duration atMost, CompletableFuture<Void> failed) {
    var end = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new StackException(
            "%s was not ready within %d s; see its log".formatted(what, atMost.toSeconds()));
      }
      pause(failed);
    }
  }

  private static void pause(CompletableFuture<Void> failed) {
    try {
      failed.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException nothingFailed) {
      // what is waited for
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StackException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }

  static boolean answers(URI uri) {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
