package io.orderstream.streams.consume;

import io.orderstream.streams.commit.CommitListener;
import io.orderstream.streams.retention.RetentionListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told what a consumer group does; metrics and logs hang on it. */
public interface GroupListener extends CommitListener, RetentionListener {

  /** The part of a group that says that its consumer lives. */
  int MEMBERSHIP = -1;

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

  /** Redis refuses what handling this entry needs, for example by its ACL; tried again for ever. */
  void refused(String stream, String id, RuntimeException reason);

  void setAside(String stream, String id, int attempt, Throwable reason);

  void owned(int partition, boolean owned);

  void lost(String stream, int partition, int entries);

  /**
   * A trouble as one part of the group sees it; may be told again while it lasts.
   *
   * @param part a partition, or {@link #MEMBERSHIP}
   * @param what a sentence for people, or null when it is over
   */
  void trouble(int part, Trouble trouble, @Nullable String what);

  void gauged(Backlog backlog);
}
