package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderstream.streams.Indexed;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An entity says where it is listed within bounds, and is told which one it left. */
class ListingTest {

  private static final long HIGHEST = 1L << 53;

  @Test
  void takesWhatIsWithinItsBoundsAndReadsItAsItWasWritten() {
    var sixteen =
        IntStream.range(0, 15).boxed().collect(Collectors.toMap(n -> "index " + n, n -> HIGHEST));
    sixteen.put("x".repeat(200), -HIGHEST);

    assertThat(Listing.parse(listed(sixteen).text())).isEqualTo(sixteen);
  }

  @Test
  void saysWhatIsOutOfItsBounds() {
    var seventeen =
        IntStream.range(0, 17).boxed().collect(Collectors.toMap(n -> "index " + n, n -> 1L));
    refuses(seventeen, "an entity may be in 16 indexes, not 17");
    refuses(Map.of("", 1L), "an index's name has 1 to 200 characters");
    refuses(Map.of("x".repeat(201), 1L), "an index's name has 1 to 200 characters");
    refuses(Map.of("a\nb", 1L), "none of them a control character");
    refuses(Map.of("a", HIGHEST + 1), "a score is within 2^53, not 9007199254740993");
    refuses(Map.of("a", -HIGHEST - 1), "a score is within 2^53, not -9007199254740993");
  }

  private static Listing listed(Map<String, Long> indexes) {
    Indexed entity = () -> new HashMap<>(indexes);
    return Listing.of(Map.of(), entity);
  }

  private static void refuses(Map<String, Long> indexes, String why) {
    assertThatThrownBy(() -> listed(indexes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
