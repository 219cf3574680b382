package io.orderstream.streams.commit;

import java.time.Duration;

/** Is told of each commit. */
@FunctionalInterface
public interface CommitListener {

  void committed(int units, Duration took);
}
