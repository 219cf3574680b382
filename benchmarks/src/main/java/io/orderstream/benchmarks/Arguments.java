package io.orderstream.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What follows a measurement's name on the command line; what is not given is as usual. */
public final class Arguments {

  private static final String QUICK = "--quick";

  private final Map<String, String> given = new HashMap<>();

  /**
   * Takes them apart.
   *
   * @param from where the options begin
   * @param known which there are; all but {@code --quick} take a value
   * @throws IllegalArgumentException when one is unknown or has no value
   */
  public Arguments(String[] line, int from, Set<String> known) {
    for (int i = from; i < line.length; i++) {
      var option = line[i];
      if (!known.contains(option)) {
        throw new IllegalArgumentException("unknown option " + option);
      }
      if (option.equals(QUICK)) {
        given.put(QUICK, "");
      } else if (++i < line.length) {
        given.put(option, line[i]);
      } else {
        throw new IllegalArgumentException(option + " needs a value");
      }
    }
  }

  /** Whether a first impression is enough. */
  public boolean isQuick() {
    return given.containsKey(QUICK);
  }

  public int number(String option, int usual) {
    var text = given.get(option);
    return text == null ? usual : number(option, text);
  }

  List<Integer> numbers(String option, List<Integer> usual) {
    var text = given.get(option);
    return text == null ? usual : Stream.of(text.split(",")).map(n -> number(option, n)).toList();
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9]\\d{0,7}")) {
      throw new IllegalArgumentException(option + " takes numbers of 1 to 99,999,999");
    }
    return Integer.parseInt(text);
  }

  /** The folder for results, or null for none. */
  public @Nullable Path out() {
    var text = given.get("--out");
    return text == null ? null : Path.of(text);
  }

  /** What {@code --fsync} says: off, system or always. */
  Durability durability(Durability usual) {
    var some = durabilities(List.of(usual));
    if (some.size() > 1) {
      throw new IllegalArgumentException("--fsync takes one of off, system and always here");
    }
    return some.getFirst();
  }

  /** What {@code --fsync} says: some of off, system and always with commas between. */
  List<Durability> durabilities(List<Durability> usual) {
    var text = given.get("--fsync");
    return text == null
        ? usual
        : Stream.of(text.split(","))
            .map(
                word ->
                    switch (word) {
                      case "off" -> Durability.NONE;
                      case "system" -> Durability.SYSTEM;
                      case "always" -> Durability.ALWAYS;
                      default ->
                          throw new IllegalArgumentException(
                              "--fsync takes some of off, system and always");
                    })
            .toList();
  }

  /** What an option says of these, with commas between. */
  public <E extends Enum<E>> List<E> some(String option, Class<E> of, List<E> usual) {
    var text = given.get(option);
    if (text == null) {
      return usual;
    }
    try {
      return Stream.of(text.split(",")).map(each -> Enum.valueOf(of, each)).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + " takes some of " + List.of(of.getEnumConstants()), e);
    }
  }
}
