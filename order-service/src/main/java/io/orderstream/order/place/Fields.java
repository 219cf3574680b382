package io.orderstream.order.place;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object. What is wrong with a field is noted among the faults, and the
 * field then reads as null, so that reading goes on and finds every fault.
 */
final class Fields {

  private final JsonNode object;
  private final String pointer;
  private final List<Fault> faults;
  private final Set<String> known = new HashSet<>();

  /**
   * @param pointer where the object stands in the body
   */
  Fields(JsonNode node, String pointer, List<Fault> faults) {
    this.object = node;
    this.pointer = pointer;
    this.faults = faults;
    if (!node.isObject()) {
      fault(pointer, "must be an object");
    }
  }

  /**
   * @param parse may throw an IllegalArgumentException, whose message becomes the fault
   */
  <T> @Nullable T text(String name, Function<String, T> parse) {
    var node = required(name);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      return fault(at(name), "must be a string");
    }
    try {
      return parse.apply(node.stringValue());
    } catch (IllegalArgumentException invalid) {
      return fault(at(name), String.valueOf(invalid.getMessage()));
    }
  }

  @Nullable Integer wholeNumber(String name, int min, int max) {
    var node = required(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()) {
      return fault(at(name), "must be a whole number");
    }
    if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
      return fault(at(name), "must be " + min + " to " + max);
    }
    return node.intValue();
  }

  @Nullable Fields object(String name) {
    var node = required(name);
    return node == null ? null : new Fields(node, at(name), faults);
  }

  /** Reads the objects in an array, in order; none where there are fewer or more than allowed. */
  void objects(String name, int min, int max, Consumer<Fields> read) {
    var node = required(name);
    if (node == null) {
      return;
    }
    if (!node.isArray()) {
      fault(at(name), "must be an array");
    } else if (node.size() < min || node.size() > max) {
      fault(at(name), "must have " + min + " to " + max + " entries, not " + node.size());
    } else {
      for (int i = 0; i < node.size(); i++) {
        read.accept(new Fields(node.get(i), at(name) + "/" + i, faults));
      }
    }
  }

  /** Every field that was not asked for is a fault. */
  void nothingElse() {
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        fault(at(name), "is not a known field");
      }
    }
  }

  /** Notes what is wrong with a field for a reason that the field alone does not show. */
  void wrong(String name, String detail) {
    fault(at(name), detail);
  }

  private @Nullable JsonNode required(String name) {
    known.add(name);
    if (!object.isObject()) {
      return null;
    }
    var node = object.get(name);
    return node == null || node.isNull() ? fault(at(name), "is required") : node;
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // it is null, of whatever type is wanted
  private <T> @Nullable T fault(String where, String detail) {
    faults.add(new Fault(where, detail));
    return null;
  }
}
