package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How long an event waits at worst, from being appended to its effect, when something happens to a
 * running system of two instances under a steady load.
 */
final class Felt {

  private static final long QUIET_MILLIS = 3_000;
  private static final long IN_HAND_MILLIS = 200;
  private static final long LATE_MILLIS = 100;

  private final FeltOptions options;
  private final Path folder;

  Felt(FeltOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /**
   * Something that happened, and how it was felt.
   *
   * @param lease the lease that the instances had
   * @param longest the longest wait, in milliseconds
   * @param late how many events waited more than 100 ms
   * @param events how many were appended in that time
   * @param away how long Redis did not answer, in milliseconds
   */
  record Fell(Fault fault, Duration lease, long longest, long late, int events, long away) {}

  /** A time, by Redis's clock, in which this happened, or nothing. */
  private record Span(@Nullable Fault fault, long from, long to, long away) {}

  void run() throws IOException {
    var fell = new ArrayList<Fell>();
    var steady = new ArrayList<long[]>();
    for (var lease : options.leases()) {
      run(lease, fell, steady);
    }
    var result = new FeltResult(options, Machine.describe(folder), fell, steady);
    System.out.print(result.markdown());
    if (options.out() != null) {
      result.write(options.out());
    }
  }

  /** With one lease: all faults in turn, so many times. */
  void run(Duration lease, List<Fell> fell, List<long[]> steady) throws IOException {
    try (var server = Redis.start(folder, Durability.ALWAYS);
        var system = new Pair(server, lease)) {
      var spans = new ArrayList<Span>();
      try (var load = new SteadyLoad(options.rate(), server.port())) {
        system.start();
        for (int round = 1; round <= options.rounds(); round++) {
          for (var fault : options.faults()) {
            spans.addAll(happens(fault, system));
            System.err.printf(
                "lease %d s, round %d of %d: %s%n",
                lease.toSeconds(), round, options.rounds(), fault.title);
          }
        }
        load.end();
        system.awaitDone();
        var waits = system.waits();
        waits.checkThereAre(load.acknowledged());
        look(waits, lease, spans, fell, steady);
      }
    }
  }

  /**
   * Lets it happen, and waits until it is over; first a while in which nothing does.
   *
   * <p>What was appended just before may be in the hands of the one that it happens to.
   */
  private static List<Span> happens(Fault fault, Pair system) throws IOException {
    var quiet = system.now();
    Pause.millis(QUIET_MILLIS);
    var began = system.now();
    var away = system.suffer(fault);
    var spans = new ArrayList<Span>();
    spans.add(new Span(null, quiet, began - IN_HAND_MILLIS, 0));
    spans.add(new Span(fault, began - IN_HAND_MILLIS, system.now(), away));
    if (fault == Fault.STOP || fault == Fault.KILL) {
      var comes = system.now();
      system.suffer(Fault.COME);
      spans.add(new Span(Fault.COME, comes, system.now(), 0));
    }
    return spans;
  }

  private static void look(
      Waits waits, Duration lease, List<Span> spans, List<Fell> fell, List<long[]> steady) {
    for (var span : spans) {
      var waited = waits.between(span.from, span.to);
      if (span.fault == null) {
        steady.add(waited);
      } else {
        var longest = waited.length == 0 ? 0 : waited[waited.length - 1];
        var late = LongStream.of(waited).filter(each -> each > LATE_MILLIS).count();
        fell.add(new Fell(span.fault, lease, longest, late, waited.length, span.away));
      }
    }
  }
}
