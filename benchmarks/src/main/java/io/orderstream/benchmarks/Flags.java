package io.orderstream.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options as they were given, each with a value; what is not given has the usual one. */
record Flags(Map<String, String> given) {

  /**
   * Takes them apart.
   *
   * @throws IllegalArgumentException when one is unknown or has no value
   */
  static Flags parse(String[] args, int from, Set<String> known) {
    var given = new HashMap<String, String>();
    for (int i = from; i < args.length; i += 2) {
      if (!known.contains(args[i])) {
        throw new IllegalArgumentException("unknown option " + args[i]);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      given.put(args[i], args[i + 1]);
    }
    return new Flags(given);
  }

  @Nullable String text(String name) {
    return given.get(name);
  }

  int number(String name, int usual) {
    var text = given.get(name);
    return text == null ? usual : number(name, text);
  }

  List<Integer> numbers(String name, List<Integer> usual) {
    var text = given.get(name);
    return text == null ? usual : Stream.of(text.split(",")).map(n -> number(name, n)).toList();
  }

  private static int number(String name, String text) {
    if (!text.matches("[1-9]\\d{0,6}")) {
      throw new IllegalArgumentException(name + " takes numbers of 1 to 9,999,999");
    }
    return Integer.parseInt(text);
  }

  <T extends Enum<T>> List<T> some(String name, Class<T> of, List<T> usual) {
    var text = given.get(name);
    if (text == null) {
      return usual;
    }
    try {
      return Stream.of(text.split(",")).map(each -> Enum.valueOf(of, each)).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " takes some of " + List.of(of.getEnumConstants()), e);
    }
  }
}
