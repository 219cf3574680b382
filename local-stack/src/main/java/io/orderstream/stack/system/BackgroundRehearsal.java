package io.orderstream.stack.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A rehearsal of all services, in a thread of its own; it can be ended at any time. */
public final class BackgroundRehearsal {

  private static final Duration END = Duration.ofSeconds(30);

  private final Path home;
  private final Path folder;
  private final Consumer<String> progress;
  private final Thread thread;

  private BackgroundRehearsal(Path home, Path folder, Consumer<String> progress) {
    this.home = home;
    this.folder = folder;
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("rehearsal").daemon().unstarted(this::run);
  }

  /**
   * Begins it, see {@link Rehearsal}.
   *
   * @param progress is told when later starts will be faster, or why they won't be; of nothing when
   *     all were rehearsed before
   */
  public static BackgroundRehearsal start(Path home, Path folder, Consumer<String> progress) {
    var rehearsal = new BackgroundRehearsal(home, folder, progress);
    rehearsal.thread.start();
    return rehearsal;
  }

  private void run() {
    try {
      if (new Rehearsal(home, folder).run(List.of(ServiceKind.values())) > 0) {
        progress.accept("later starts will take about half the time");
      }
    } catch (StackException e) {
      if (!Thread.currentThread().isInterrupted()) {
        progress.accept("later starts will be no faster: " + e.getMessage());
      }
    }
  }

  /** Until it is over, however it ended. */
  public void await() throws InterruptedException {
    thread.join();
  }

  /** Ends it where it is; what it started ends too. */
  public void end() {
    thread.interrupt();
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
