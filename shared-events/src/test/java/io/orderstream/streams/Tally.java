package io.orderstream.streams;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that a counter took, in the order it took them. */
record Tally(List<Integer> numbers) {

  static Tally with(@Nullable Tally tally, int number) {
    var numbers = new ArrayList<Integer>(tally == null ? List.of() : tally.numbers());
    numbers.add(number);
    return new Tally(numbers);
  }
}
