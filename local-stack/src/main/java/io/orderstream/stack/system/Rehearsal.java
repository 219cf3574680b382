package io.orderstream.stack.system;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts services once, aside and at low priority, and keeps what makes their later starts take
 * half the time: the beans prepared by Spring's ahead-of-time processing, and the JVM's AOT cache.
 *
 * <p>It has a Redis of its own, so that it takes nothing from the system that runs. The next start
 * is as before when something goes wrong here.
 */
public final class Rehearsal {

  /** None listen there: without orders, nobody is charged and no mail is sent. */
  private static final URI NO_PROVIDER = URI.create("http://localhost:9");

  private static final int NO_SMTP = 9;

  private static final Duration START = Duration.ofMinutes(3);

  /** The JVM writes its cache when it ends, which takes longer than the run did. */
  private static final Duration KEEP = Duration.ofMinutes(5);

  private final Apps apps;
  private final Launcher launcher;
  private final Path folder;
  private final CompletableFuture<Void> failed = new CompletableFuture<>();

  /**
   * @param home the folder of the built project
   * @param folder for data and logs; must not hold another's
   */
  public Rehearsal(Path home, Path folder) {
    this.folder = folder;
    this.apps = new Apps(home, folder.resolve("logs"));
    this.launcher =
        new Launcher(
            new StackSettings(home, folder, Ports.free()), apps, failed::completeExceptionally);
  }

  /**
   * Rehearses those that were not rehearsed with this build and JDK; returns how many. None while
   * another rehearsal goes on. Ends early when its thread is interrupted.
   *
   * @throws StackException when one can't be rehearsed
   */
  public int run(List<ServiceKind> kinds) {
    var missing = kinds.stream().filter(kind -> !apps.of(kind).isRehearsed()).toList();
    if (missing.isEmpty()) {
      return 0;
    }
    var port = Ports.free().redis();
    var redis = launcher.redis(port);
    redis.start();
    try {
      return (int) missing.stream().filter(kind -> alone(kind, port)).count();
    } finally {
      redis.kill();
    }
  }

  private boolean alone(ServiceKind kind, int redis) {
    var lock = apps.of(kind).folder().resolve("rehearsal.lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.tryLock()) {
      if (held == null || apps.of(kind).isRehearsed()) {
        return false;
      }
      rehearse(kind, redis);
      return true;
    } catch (OverlappingFileLockException another) {
      return false;
    } catch (IOException e) {
      throw new StackException(kind.serviceName() + " can't be rehearsed: " + e.getMessage(), e);
    }
  }

  private void rehearse(ServiceKind kind, int redis) throws IOException {
    var app = apps.of(kind);
    var work = Files.createDirectories(folder.resolve("work").resolve(kind.serviceName()));
    var surroundings = LocalStack.surroundings(RedisAddress.local(redis), NO_PROVIDER, NO_SMTP);
    new Preparation(app, work, folder.resolve("logs")).run(surroundings);
    var cache = app.folder().resolve("unfinished.cache");
    Files.deleteIfExists(cache);
    perform(kind, app.leaving(cache), surroundings);
    if (!Files.isRegularFile(cache)) {
      throw new StackException(
          "the JVM kept nothing of " + kind.serviceName() + ", see " + folder.resolve("logs"));
    }
    Files.move(cache, app.cache(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** One start, up to the first answers, and the end. */
  private void perform(ServiceKind kind, List<String> program, List<String> surroundings) {
    var service = launcher.aside(kind, program, surroundings);
    service.process().start();
    try {
      Readiness.await(
          service.process().name(), () -> Readiness.answers(service.readiness()), START, failed);
    } catch (StackException e) {
      service.process().kill();
      throw e;
    }
    service.process().stop(KEEP);
  }
}
