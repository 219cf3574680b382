package io.orderstream.stack.order;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls order-service as a careful client does: with an Idempotency-Key, and again, at another
 * instance, when a call is not answered or answered with 5xx; not before it is asked to.
 */
public final class OrderClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration GIVE_UP = Duration.ofMinutes(2);
  private static final int AT_ONCE = 64;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final List<URI> instances;
  private final AtomicInteger turn = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  public OrderClient(List<URI> instances) {
    this.instances = instances;
  }

  /**
   * Places an order and returns its id.
   *
   * @throws IllegalStateException when it is refused, or not answered within two minutes
   */
  public String place(Sample sample) throws InterruptedException {
    var response =
        call(
            "/orders",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", sample.key())
                    .POST(BodyPublishers.ofString(sample.body())));
    return field(expect(response, 201), "orderId");
  }

  /** Asks for an order's cancellation; one that was rejected already stays so. */
  public void cancel(String orderId) throws InterruptedException {
    var response =
        call(
            "/orders/" + orderId + "/cancellation",
            request -> request.POST(BodyPublishers.noBody()));
    if (response.statusCode() != 409) {
      expect(response, 202);
    }
  }

  /** The order's status, for example {@code CONFIRMED}. */
  public String status(String orderId) throws InterruptedException {
    return field(expect(call("/orders/" + orderId, HttpRequest.Builder::GET), 200), "status");
  }

  /** How many of these orders have which status. */
  public Map<String, Integer> statuses(Collection<String> orderIds) throws InterruptedException {
    var atOnce = new Semaphore(AT_ONCE);
    var statuses = new ConcurrentHashMap<String, Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var orderId : orderIds) {
        atOnce.acquire();
        threads.execute(
            () -> {
              try {
                statuses.merge(status(orderId), 1, Integer::sum);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                atOnce.release();
              }
            });
      }
    }
    return statuses;
  }

  private static String expect(HttpResponse<String> response, int status) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "order-service answered %s %s with %d: %s"
              .formatted(
                  response.request().method(),
                  response.request().uri(),
                  response.statusCode(),
                  response.body()));
    }
    return response.body();
  }

  private static String field(String json, String name) {
    return JSON.readTree(json).get(name).asString();
  }

  private HttpResponse<String> call(String path, Call call) throws InterruptedException {
    var end = System.nanoTime() + GIVE_UP.toNanos();
    for (var pause = 50L; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      var response = once(path, call);
      if (response != null && response.statusCode() < 500) {
        return response;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "order-service did not answer %s for %d s".formatted(path, GIVE_UP.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(Math.max(pause, retryAfterMillis(response)));
    }
  }

  private static long retryAfterMillis(@Nullable HttpResponse<String> response) {
    return response == null
        ? 0
        : TimeUnit.SECONDS.toMillis(response.headers().firstValueAsLong("Retry-After").orElse(0));
  }

  /** Null when it was not answered. */
  private @Nullable HttpResponse<String> once(String path, Call call) throws InterruptedException {
    var instance = instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
    var request = HttpRequest.newBuilder(instance.resolve(path)).timeout(ANSWER);
    call.on(request);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException unanswered) {
      return null;
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** What is called. */
  private interface Call {
    void on(HttpRequest.Builder request);
  }
}
