package io.orderstream.benchmarks;

import tools.jackson.databind.json.JsonMapper;

/** The JSON of everything but the engine, by the same library. */
final class Json {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
