package io.orderstream.stack.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** The form-encoded parameters of a request, sorted by name. */
record Form(SortedMap<String, String> parameters) {

  /** Throws {@link IllegalArgumentException} for a broken percent escape. */
  static Form parse(String body) {
    var parameters = new TreeMap<String, String>();
    for (var pair : body.split("&")) {
      if (!pair.isBlank()) {
        var parts = pair.split("=", 2);
        parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return new Form(parameters);
  }

  /** The parameter's value, empty if it is missing. */
  String get(String name) {
    return parameters.getOrDefault(name, "");
  }

  String required(String name) {
    var value = get(name);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Missing required param: " + name + ".");
    }
    return value;
  }

  /** A digest that differs if the path or any parameter does. */
  String fingerprint(String path) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest((path + parameters).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
