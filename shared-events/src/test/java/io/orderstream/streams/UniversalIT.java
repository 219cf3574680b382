package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.orderstream.streams.Service.Reads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What every serious system of publishers and subscribers must meet, through the public API alone.
 * Coming and going is in {@link ComingAndGoingIT}.
 *
 * <p>Seen red when entries of one order are handled side by side, when a new group begins with what
 * is new, when the first failure sets an entry aside, when an entry is taken for one of another
 * stream, when all groups read as one, and when the data is written in Latin-1.
 */
class UniversalIT {

  private static final EventHandler<KindEvent, Tally> TAKE_KIND =
      (event, tally, delivery) ->
          Decision.become(Tally.with(tally, event.number()))
              .publish(new SeenEvent.Seen(event.subject(), event.number()));

  @AutoClose private final Scene scene = new Scene();

  private Service open(String name, List<? extends Reads<?>> reads, String... more) {
    var service = scene.service(name, reads, more);
    scene.atEnd(service::close);
    return service;
  }

  @Test
  void aHundredEntriesArriveWithEveryFieldIntact() {
    var got = new ConcurrentHashMap<Integer, ParcelEvent.Sent>();
    var deliveries = new ConcurrentHashMap<Integer, Delivery>();
    EventHandler<ParcelEvent, Tally> keep =
        (event, tally, delivery) -> {
          var sent = (ParcelEvent.Sent) event;
          got.put(sent.number(), sent);
          deliveries.put(sent.number(), delivery);
          return Decision.become(Tally.with(tally, sent.number()));
        };
    open("reader", List.of(new Reads<>(ParcelEvent.class, keep)));

    var parcels = IntStream.range(0, 100).mapToObj(ParcelEvent::sent).toList();
    parcels.forEach(parcel -> scene.publisher().publishUntilAnswered(parcel, parcel.number()));

    await().atMost(Scene.PATIENCE).until(() -> got.size() == 100);
    parcels.forEach(parcel -> assertThat(got.get(parcel.number())).isEqualTo(parcel));
    deliveries.forEach(this::assertIsAsItStands);
    assertThat(deliveries.values().stream().map(Delivery::eventId)).doesNotHaveDuplicates();
  }

  private void assertIsAsItStands(int number, Delivery delivery) {
    assertThat(delivery.stream()).isEqualTo("parcel");
    assertThat(delivery.attempt()).isEqualTo(1);
    var entries =
        scene
            .redis()
            .commands()
            .xrange(
                Scene.key("parcel", delivery.partition()),
                Range.create(delivery.entryId(), delivery.entryId()));
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().getBody())
        .containsEntry("specversion", "1.0")
        .containsEntry("id", delivery.eventId())
        .containsEntry("source", "publisher")
        .containsEntry("type", "parcel.sent.v1")
        .containsEntry("subject", "parcel-" + number % 10)
        .containsEntry("time", delivery.time().toString());
  }

  @Test
  void fiveThousandEntriesReachFiftyConsumersOnceAndInOrder() {
    var busy = ConcurrentHashMap.<Integer>newKeySet();
    try (var wide = new Scene(64)) {
      for (int i = 0; i < 50; i++) {
        var consumer = i;
        wide.reader(
            (event, tally, delivery) -> {
              busy.add(consumer);
              return Service.take(event, tally);
            },
            "--streams.in-flight=64",
            "--streams.batch=32");
      }
      // a share of 64 among 50 is two at most, so at least 32 own one
      await().atMost(Scene.PATIENCE).until(() -> holders(wide).size() >= 32);

      wide.publishPatiently(500, 1, 10);

      wide.awaitSeen(5000);
      wide.assertOnceInOrder(500, 10);
    }
    assertThat(busy).hasSizeGreaterThanOrEqualTo(32);
  }

  /** The consumers that own a partition. */
  private static Set<String> holders(Scene scene) {
    var holders = new HashSet<String>();
    for (var token : scene.leases()) {
      holders.add(token.replaceFirst("/.*", ""));
    }
    holders.remove("null");
    return holders;
  }

  @Test
  void twentyStreamsSideBySideEachDeliverTheirOwnInOrder() {
    var got = new ConcurrentHashMap<String, List<Integer>>();
    var reads =
        TwentyStreams.ALL.stream().map(stream -> new Reads<>(stream.events(), keep(got))).toList();
    open("reader", reads);
    open("reader", reads);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < 10; c++) {
        var subject = "c-" + c;
        threads.execute(() -> publishToTwenty(subject, 10));
      }
    }

    await()
        .atMost(Scene.PATIENCE)
        .until(() -> got.values().stream().mapToInt(List::size).sum() >= 2000);
    assertThat(got).hasSize(200);
    got.forEach((where, numbers) -> assertThat(numbers).as(where).isEqualTo(upTo(10)));
  }

  private void publishToTwenty(String subject, int numbers) {
    for (int n = 1; n <= numbers; n++) {
      for (int s = 0; s < 20; s++) {
        scene
            .publisher()
            .publishUntilAnswered(TwentyStreams.ALL.get(s).event().apply(subject, n), s * 1000 + n);
      }
    }
  }

  private static <E extends TwentyStreams> EventHandler<E, Tally> keep(
      Map<String, List<Integer>> got) {
    return (event, tally, delivery) -> {
      var where = delivery.stream() + " " + event.subject();
      assertThat(event.getClass().getName()).contains("$" + delivery.stream().toUpperCase());
      got.computeIfAbsent(where, is -> new ArrayList<>()).add(event.number());
      return Decision.become(Tally.with(tally, event.number()));
    };
  }

  private static List<Integer> upTo(int number) {
    return IntStream.rangeClosed(1, number).boxed().toList();
  }

  @Test
  void eachOfTwoStreamsReachesOnlyThoseThatReadIt() {
    open("counting", List.of(new Reads<>(CountEvent.class, Scene.TAKE)));
    open("kinds", List.of(new Reads<>(KindEvent.class, TAKE_KIND)));

    for (int n = 1; n <= 50; n++) {
      scene.publisher().publishUntilAnswered(new CountEvent.Added("one", n), n);
      scene.publisher().publishUntilAnswered(new KindEvent.Kind01("one", 100 + n), 100 + n);
    }

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= 100);
    await().during(Duration.ofSeconds(1)).until(() -> scene.length("seen") == 100);
    assertThat(groups("count")).containsExactly("counting");
    assertThat(groups("kinds")).containsExactly("kinds");
    var numbers = Objects.requireNonNull(scene.on("seen").get("one"));
    assertThat(numbers.stream().filter(n -> n <= 100).toList()).isEqualTo(upTo(50));
    assertThat(numbers.stream().filter(n -> n > 100).map(n -> n - 100).toList())
        .isEqualTo(upTo(50));
  }

  /** The groups of the stream in the partition of the subject {@code one}. */
  private List<String> groups(String stream) {
    var partition = io.lettuce.core.cluster.SlotHash.getSlot("one") % Scene.PARTITIONS;
    return scene.redis().commands().xinfoGroups(Scene.key(stream, partition)).stream()
        .map(group -> (String) ((List<?>) group).get(1))
        .toList();
  }

  @Test
  void whatFailsIsDeliveredAgain() {
    var attempts = new ConcurrentHashMap<String, List<Integer>>();
    scene.reader(
        (event, tally, delivery) -> {
          attempts
              .computeIfAbsent(delivery.eventId(), id -> new ArrayList<>())
              .add(delivery.attempt());
          if (delivery.attempt() < 3) {
            throw new IllegalStateException("attempt " + delivery.attempt());
          }
          return Service.take(event, tally);
        },
        "--streams.retry.initial=5ms");

    scene.publishPatiently(20, 1, 3);

    scene.awaitSeen(60);
    scene.assertOnceInOrder(20, 3);
    assertThat(attempts).hasSize(60);
    assertThat(attempts.values()).allSatisfy(is -> assertThat(is).containsExactly(1, 2, 3));
  }

  @Test
  void theNextEntryOfAnOrderWaitsUntilTheOneBeforeTookEffect() throws InterruptedException {
    var go = new CountDownLatch(1);
    var begun = ConcurrentHashMap.<Integer>newKeySet();
    scene.reader(
        (event, tally, delivery) -> {
          if (event instanceof CountEvent.Added added && added.counter().equals("c-0")) {
            begun.add(added.number());
            assertThat(tally == null ? 0 : tally.numbers().size()).isEqualTo(added.number() - 1);
            go.await();
          }
          return Service.take(event, tally);
        });

    scene.publishPatiently(10, 1, 5);

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") == 45);
    await()
        .during(Duration.ofSeconds(1))
        .until(() -> begun.equals(Set.of(1)) && scene.length("seen") == 45);
    go.countDown();
    scene.awaitSeen(50);
    scene.assertOnceInOrder(10, 5);
  }

  @Test
  void threeConsumersThatFailAHundredTimesEachConsumeAllInTheEnd() {
    var failures = new ArrayList<AtomicInteger>();
    for (int i = 0; i < 3; i++) {
      var failed = new AtomicInteger();
      failures.add(failed);
      scene.reader(
          (event, tally, delivery) -> {
            if (failed.getAndUpdate(n -> Math.min(100, n + 1)) < 100) {
              throw new IllegalStateException("not yet");
            }
            return Service.take(event, tally);
          },
          "--streams.retry.initial=1ms",
          "--streams.retry.max=20ms",
          "--streams.retry.attempts=1000");
    }
    await().atMost(Scene.PATIENCE).until(() -> holders(scene).size() == 3);

    scene.publishPatiently(100, 1, 3);

    scene.awaitSeen(300);
    scene.assertOnceInOrder(100, 3);
    assertThat(failures).allSatisfy(each -> assertThat(each).hasValue(100));
  }

  @Test
  void sixteenKindsOfEventsKeepTheirOrderPerKeyWithTenConsumers() {
    for (int i = 0; i < 10; i++) {
      open("reader", List.of(new Reads<>(KindEvent.class, TAKE_KIND)));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < 50; c++) {
        var subject = "c-" + c;
        threads.execute(
            () ->
                upTo(48)
                    .forEach(
                        n ->
                            scene
                                .publisher()
                                .publishUntilAnswered(
                                    KindEvent.KINDS.get(n % 16).apply(subject, n), n)));
      }
    }

    await().atMost(Scene.PATIENCE).until(() -> scene.length("seen") >= 2400);
    scene.assertOnceInOrder(50, 48);
  }

  @Test
  void everyGroupGetsAll() {
    var groups = new HashMap<String, Service>();
    for (var name : List.of("first", "second", "third")) {
      open(name, List.of(new Reads<>(CountEvent.class, UniversalIT::count)));
      groups.put(name, open(name, List.of(new Reads<>(CountEvent.class, UniversalIT::count))));
    }

    scene.publishPatiently(50, 1, 10);

    groups.forEach(UniversalIT::awaitAll);
  }

  @Test
  void aNewGroupGetsTheOldEntries() {
    open("first", List.of(new Reads<>(CountEvent.class, UniversalIT::count)));
    scene.publishPatiently(50, 1, 9);

    var late = open("late", List.of(new Reads<>(CountEvent.class, UniversalIT::count)));
    scene.publishPatiently(50, 10, 10);

    awaitAll("late", late);
  }

  private static Decision<Tally> count(
      CountEvent event, @org.jspecify.annotations.Nullable Tally tally, Delivery delivery) {
    return Decision.become(Tally.with(tally, ((CountEvent.Added) event).number()));
  }

  /** 50 counters took 1 to 10, once and in order. */
  private static void awaitAll(String group, Service service) {
    await()
        .atMost(Scene.PATIENCE)
        .until(() -> taken(service).stream().mapToInt(List::size).sum() >= 500);
    assertThat(taken(service))
        .as(group)
        .allSatisfy(numbers -> assertThat(numbers).isEqualTo(upTo(10)));
  }

  private static List<List<Integer>> taken(Service service) {
    return IntStream.range(0, 50).mapToObj(c -> service.numbers("c-" + c)).toList();
  }
}
