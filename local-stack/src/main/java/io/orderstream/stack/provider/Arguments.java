package io.orderstream.stack.provider;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The command line.
 *
 * @param host the address to listen on; in a container 0.0.0.0
 * @param port 0 for a free one
 */
record Arguments(String host, int port, Path ledger) {

  private static final Set<String> NAMES = Set.of("--host", "--port", "--ledger");

  /** Throws {@link IllegalArgumentException} saying what is wrong. */
  static Arguments parse(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i]) || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "usage: --port P --ledger FILE [--host H], not " + args[i]);
      }
      values.put(args[i], args[i + 1]);
    }
    return new Arguments(
        values.getOrDefault("--host", "127.0.0.1"),
        port(required(values, "--port")),
        Path.of(required(values, "--ledger")));
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("--port is a number from 0 to 65535, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static String required(Map<String, String> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
