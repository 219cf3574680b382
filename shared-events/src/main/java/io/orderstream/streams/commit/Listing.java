package io.orderstream.streams.commit;

import io.orderstream.streams.Indexed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an entity is listed, before and after a commit: scores by the names of indexes.
 *
 * <p>What it says before is kept with the entity, so that it can be taken back whatever the
 * entity's class says by now.
 */
public record Listing(Map<String, Long> was, Map<String, Long> is) {

  private static final int MOST_INDEXES = 16;
  private static final int LONGEST_NAME = 200;
  private static final long HIGHEST_SCORE = 1L << 53;

  static Listing unchanged(Map<String, Long> was) {
    return new Listing(was, was);
  }

  /**
   * @throws IllegalArgumentException when the entity's indexes are out of bounds
   */
  static Listing of(Map<String, Long> was, Object entity) {
    var is = entity instanceof Indexed indexed ? indexed.indexes() : Map.<String, Long>of();
    check(is.size() <= MOST_INDEXES, "an entity may be in 16 indexes, not " + is.size());
    is.forEach(
        (name, score) -> {
          check(
              isName(name),
              "an index's name has 1 to 200 characters, none of them a control character, not "
                  + name);
          check(
              score <= HIGHEST_SCORE && score >= -HIGHEST_SCORE,
              "a score is within 2^53, not " + score);
        });
    return new Listing(was, Map.copyOf(is));
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A place to take or, without a score, to leave. */
  record Change(String name, @Nullable Long score) {}

  /** What is to change, places to take first. */
  List<Change> changes() {
    var changes = new ArrayList<Change>();
    is.forEach(
        (name, score) -> {
          if (!score.equals(was.get(name))) {
            changes.add(new Change(name, score));
          }
        });
    was.keySet().stream()
        .filter(name -> !is.containsKey(name))
        .forEach(name -> changes.add(new Change(name, null)));
    return changes;
  }

  /** As it is kept with the entity: a line for each, its score and its name. */
  String text() {
    return is.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining("\n"));
  }

  static Map<String, Long> parse(@Nullable String text) {
    return text == null || text.isEmpty()
        ? Map.of()
        : Arrays.stream(text.split("\n"))
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(words -> words[1], words -> Long.valueOf(words[0])));
  }
}
