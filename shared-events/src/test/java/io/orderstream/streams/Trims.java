package io.orderstream.streams;

import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import io.orderstream.streams.retention.Registrations;
import io.orderstream.streams.retention.Retention;
import io.orderstream.streams.retention.RetentionListener;
import io.orderstream.streams.retention.Trimmer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Cuts the stream {@code count} when it is told to, and keeps what it was told of. */
final class Trims implements RetentionListener {

  private final Connections connections;
  private final Connection connection;
  private final Trimmer trimmer;
  private final List<Map<String, String>> held = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long trimmed;

  Trims(Scene scene, Duration age, long length) {
    connections = new Connections(new LettuceConnectionFactory("localhost", scene.redis().port()));
    connection = connections.shared();
    scene.atEnd(
        () -> {
          connection.close();
          connections.close();
        });
    var registrations =
        new Registrations(
            connection, "publisher", List.of(), () -> Set.of("count"), InstantSource.system());
    trimmer =
        new Trimmer(new Retention(Scene.PARTITIONS, age, length), connection, registrations, this);
  }

  Trims round() {
    try {
      trimmer.round();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  long trimmed() {
    return trimmed;
  }

  /** Who holds the cut, each time that this changed. */
  List<Map<String, String>> held() {
    return held;
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void trimmed(String stream, long entries) {
    trimmed += entries;
  }

  @Override
  public void held(String stream, Map<String, String> holders) {
    held.add(holders);
  }

  @Override
  public void trimming(boolean fails, String reason) {
    failures.add(reason);
  }
}
