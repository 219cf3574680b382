package io.orderstream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A result for the folder of results: as a table, as JSON with every value, and as a plot. */
record Report(String name, String markdown, Map<String, Object> json, String svg) {

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".md"), markdown);
    Files.writeString(folder.resolve(name + ".svg"), svg);
    Json.MAPPER
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(name + ".json").toFile(), json);
  }
}
