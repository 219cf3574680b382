package io.orderstream.stack.system;

import io.lettuce.core.RedisException;
import io.orderstream.stack.mail.MailSink;
import io.orderstream.stack.system.RedisAddress.RedisView;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running system: Redis, the payment provider's stand-in, the mail sink and the services.
 *
 * <p>All but the mail sink are processes of their own, which can be killed and started again.
 */
public final class LocalStack implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final StackSettings settings;
  private final Consumer<String> progress;
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final Launcher launcher;
  private final List<ServiceInstance> services = new ArrayList<>();
  private final Object closing = new Object();
  private boolean closed;
  private @Nullable ManagedProcess redis;
  private @Nullable ManagedProcess provider;
  private @Nullable MailSink mails;
  private @Nullable RedisView view;
  private @Nullable BackgroundRehearsal rehearsal;
  private URI providerUri = URI.create("http://localhost");

  private LocalStack(StackSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.launcher =
        new Launcher(
            settings,
            new Apps(settings.home(), settings.folder().resolve("logs")),
            failed::completeExceptionally);
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param progress is told what is being started
   * @throws StackException when a part can't be started; what was started is stopped again
   */
  public static LocalStack start(StackSettings settings, Consumer<String> progress) {
    var stack = new LocalStack(settings, progress);
    var hook = new Thread(stack::close, "stop the system");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      stack.startAll();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startAll() {
    var address = startRedis();
    startStandIns();
    var surroundings = surroundings(address, providerUri, mails().port());
    for (var kind : ServiceKind.values()) {
      for (var i = 0; i < settings.count(kind); i++) {
        startService(launcher.service(kind, i, surroundings));
      }
    }
    services.forEach(this::awaitReady);
  }

  /** What a service has to be told of those that it talks to. */
  static List<String> surroundings(RedisAddress redis, URI provider, int smtp) {
    var surroundings = new ArrayList<>(redis.arguments());
    surroundings.add("--payment.stripe.base-url=" + provider);
    surroundings.add("--payment.stripe.api-key=sk_test_demo");
    surroundings.add("--spring.mail.host=localhost");
    surroundings.add("--spring.mail.port=" + smtp);
    return surroundings;
  }

  private RedisAddress startRedis() {
    var address = settings.redis();
    if (address == null) {
      var port = settings.ports().redis();
      progress.accept("starting Redis on port " + port);
      redis = launcher.redis(port);
      started(redis);
      address = RedisAddress.local(port);
    }
    var found = address;
    Readiness.await("Redis at " + address.url(), () -> opened(found), START, failed);
    return address;
  }

  private boolean opened(RedisAddress address) {
    try {
      var opened = address.open();
      opened.commands().ping();
      view = opened;
      return true;
    } catch (RedisException notYet) {
      return false;
    }
  }

  private void startStandIns() {
    var port = settings.ports().provider();
    providerUri = URI.create("http://localhost:" + port);
    progress.accept("starting the payment provider's stand-in on port " + port);
    provider = launcher.provider(port);
    started(provider);
    mails = MailSink.start(settings.ports().smtp());
    Readiness.await(
        "the payment provider's stand-in",
        () -> Readiness.answers(providerUri.resolve("/health")),
        START,
        failed);
  }

  private void startService(ServiceInstance service) {
    progress.accept(
        "starting %s on port %d".formatted(service.process().name(), service.httpPort()));
    synchronized (services) {
      services.add(service);
    }
    started(service.process());
  }

  private void started(ManagedProcess process) {
    synchronized (services) {
      if (closed) {
        throw new StackException("stopped while it started");
      }
      process.start();
    }
  }

  /** Waits until Redis, started again, answers. */
  public void awaitRedis() {
    Readiness.await("Redis", this::answers, START, failed);
  }

  private boolean answers() {
    try {
      return view().commands().ping() != null;
    } catch (RedisException notYet) {
      return false;
    }
  }

  /** Waits until this instance, started again, answers. */
  public void awaitReady(ServiceInstance service) {
    Readiness.await(
        service.process().name(), () -> Readiness.answers(service.readiness()), START, failed);
  }

  /**
   * Makes later starts of this build faster, in the background and at low priority; says when that
   * is done, or why it can't be. Does nothing when it was done before.
   */
  public void rehearse() {
    synchronized (services) {
      if (!closed && rehearsal == null) {
        rehearsal =
            BackgroundRehearsal.start(
                settings.home(), settings.folder().resolve("rehearsal"), progress);
      }
    }
  }

  /** Completes exceptionally, with a {@link StackException}, when a part fails by itself. */
  public CompletableFuture<Void> failed() {
    return failed;
  }

  public List<ServiceInstance> services(ServiceKind kind) {
    synchronized (services) {
      return services.stream().filter(service -> service.kind() == kind).toList();
    }
  }

  /**
   * The embedded Redis.
   *
   * @throws StackException when another's is used
   */
  public ManagedProcess redis() {
    return present(redis, "Redis is not this system's own");
  }

  /** For looking at what stands in Redis. */
  public RedisView view() {
    return present(view, "Redis was not reached yet");
  }

  /** The mails that customers got. */
  public MailSink mails() {
    return present(mails, "the mail sink was not started yet");
  }

  /** Where the payment provider's stand-in is; its ledger is at {@code /ledger}. */
  public URI provider() {
    return providerUri;
  }

  private static <T> T present(@Nullable T part, String otherwise) {
    if (part == null) {
      throw new StackException(otherwise);
    }
    return part;
  }

  /** Stops the services first, then what they use; nothing is left running. */
  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) {
        progress.accept("stopping");
        var running = refuseFurtherStarts();
        if (rehearsal != null) {
          rehearsal.end();
        }
        stopServices(running);
        stopSurroundings();
      }
    }
  }

  private List<ServiceInstance> refuseFurtherStarts() {
    synchronized (services) {
      closed = true;
      return List.copyOf(services);
    }
  }

  private static void stopServices(List<ServiceInstance> services) {
    var asked = new ArrayList<Process>();
    for (var service : services) {
      var process = service.process().askToEnd();
      if (process != null) {
        asked.add(process);
      }
    }
    var end = System.nanoTime() + STOP.toNanos();
    for (var process : asked) {
      if (!ManagedProcess.gone(process, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        process.destroyForcibly();
      }
    }
  }

  private void stopSurroundings() {
    if (mails != null) {
      mails.close();
    }
    if (view != null) {
      view.close();
    }
    if (provider != null) {
      provider.stop(STOP);
    }
    if (redis != null) {
      redis.stop(STOP);
    }
  }
}
