package io.orderstream.streams.consume;

import io.orderstream.streams.commit.CommitListener;
import java.time.Duration;

/** Is told what a consumer group does; metrics and logs hang on it. */
public interface GroupListener extends CommitListener {

  /** How a delivery ended. */
  enum Outcome {
    DONE,
    ALREADY,
    RETRIED,
    DEAD,
    UNKNOWN
  }

  void handled(String stream, String type, Outcome outcome);

  void handling(String stream, String type, Duration took);

  /** From the event's time to its effect here. */
  void effective(String stream, String type, Duration sinceEvent);

  void retrying(String stream, String id, int attempt, Duration pause, Throwable failure);

  void setAside(String stream, String id, int attempt, Throwable reason);

  void owned(int partition, boolean owned);

  void lost(String stream, int partition, int entries);

  /** Redis is away, or back: told once per change. */
  void redis(boolean away, String reason);

  void gauged(String stream, int partition, Backlog backlog);
}
