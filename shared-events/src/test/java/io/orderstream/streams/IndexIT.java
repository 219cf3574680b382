package io.orderstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Entities are listed as they stand, over all partitions, each on one page however many come
 * meanwhile. That an index and its entities agree through crashes is seen by all tests that kill:
 * {@link Scene#assertOnceInOrder}.
 *
 * <p>Seen red when a cursor is a number of entities, when it doesn't tell equal scores apart, and
 * when a place that was left stays.
 */
class IndexIT {

  @AutoClose private final Scene scene = new Scene();
  private Service service;

  @BeforeEach
  void start() {
    service = scene.publisher();
  }

  @Test
  void listsTheHighestFirstOverAllPartitions() {
    var numbers = IntStream.rangeClosed(1, 100).boxed().toList();
    var shuffled = new ArrayList<>(numbers);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(n -> put("c-" + n, n));

    assertThat(all("all", 7)).isEqualTo(numbers.reversed());
    assertThat(all("all", 100)).isEqualTo(numbers.reversed());
    assertThat(service.list("all", 100, null).next()).isNull();
    assertThat(service.list("all", 99, null).next()).isNotNull();
    assertThat(all("no such index", 10)).isEmpty();
  }

  @Test
  void tellsEntitiesOfTheSameScoreApart() {
    IntStream.range(0, 195).forEach(n -> put("c-" + n, 7));
    List.of("C-1", "c 1", "ç-1", "-c1", "c-1-longer").forEach(odd -> put(odd, 7));
    put("c-higher", 8);
    put("c-lower", 6);

    var listed = all("all", 3);

    assertThat(listed).hasSize(202).startsWith(8).endsWith(6);
    assertThat(Collections.frequency(listed, 7)).isEqualTo(200);
  }

  @Test
  void showsEachEntityOnceWhileOthersComeAndGo() throws InterruptedException {
    IntStream.rangeClosed(1, 300).forEach(n -> put("c-" + n, n));
    var goOn = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 4; thread++) {
        var others = "others-" + thread + "-";
        threads.execute(() -> comeAndGo(others, goOn));
      }
      for (int again = 0; again < 10; again++) {
        var listed = new ArrayList<>(all("all", 11));
        listed.removeIf(n -> n > 300);
        assertThat(listed).isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList().reversed());
      }
      goOn.set(false);
    }
  }

  private void comeAndGo(String name, AtomicBoolean goOn) {
    for (int n = 1000; goOn.get(); n++) {
      put(name + n, n);
      service.decide(name + (n - 5), was -> Decision.become(new Tally(List.of())));
    }
  }

  @Test
  void anEntityLeavesWhereItNoLongerBelongsAndStaysWhereItDoes() {
    service.add("c-0", 1);
    service.add("c-0", 2);
    service.add("c-1", 3);

    assertThat(all("taken 1", 10)).containsExactly(3);
    assertThat(all("taken 2", 10)).containsExactly(2);
    assertThat(all("all", 10)).containsExactly(3, 2);
    var redis = scene.redis().commands();
    assertThat(redis.keys("index:publisher:*").stream().mapToLong(redis::zcard).sum()).isEqualTo(4);
  }

  @Test
  void saysWhatIsWrongWithACursorOrALimit() {
    assertThatThrownBy(() -> service.list("all", 10, "nonsense!"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nonsense!' is no cursor");
    assertThatThrownBy(() -> service.list("all", 10, "bm9uc2Vuc2U"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> service.list("all", 0, null))
        .hasMessage("a page has 1 to 1,000 entities, not 0");
    assertThatThrownBy(() -> service.list("all", 1001, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void put(String counter, int number) {
    service.decide(counter, was -> Decision.become(new Tally(List.of(number))));
  }

  /** The last numbers of all that are listed, page by page. */
  private List<Integer> all(String index, int limit) {
    var all = new ArrayList<Integer>();
    @Nullable String after = null;
    do {
      var page = service.list(index, limit, after);
      page.entities().forEach(each -> all.add(each.entity().numbers().getLast()));
      after = page.next();
    } while (after != null);
    return all;
  }
}
