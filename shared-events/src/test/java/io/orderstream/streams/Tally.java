package io.orderstream.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that a counter took, in the order it took them; listed by the last one. */
record Tally(List<Integer> numbers) implements Indexed {

  @Override
  public Map<String, Long> indexes() {
    if (numbers.isEmpty()) {
      return Map.of();
    }
    var last = (long) numbers.getLast();
    return Map.of("all", last, "taken " + numbers.size(), last);
  }

  static Tally with(@Nullable Tally tally, int number) {
    var numbers = new ArrayList<Integer>(tally == null ? List.of() : tally.numbers());
    numbers.add(number);
    return new Tally(numbers);
  }
}
