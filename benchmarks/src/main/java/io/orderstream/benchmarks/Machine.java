package io.orderstream.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.data.redis.core.RedisTemplate;

/** What a measurement on Redis ran on: names and values. */
final class Machine {

  private Machine() {}

  static Map<String, Object> describe(Path folder) throws IOException {
    var machine = new LinkedHashMap<String, Object>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    machine.put("JDK", System.getProperty("java.vm.version"));
    machine.put("JVM", String.join(" ", Turn.JVM));
    try (var redis = Redis.start(folder, Durability.NONE)) {
      machine.put("server", Redis.version(redis.port()));
    }
    machine.put("Spring Data Redis", version(RedisTemplate.class));
    return machine;
  }

  static String version(Class<?> of) {
    return String.valueOf(of.getPackage().getImplementationVersion());
  }

  static String line(Map<String, Object> machine) {
    var line = new StringBuilder();
    machine.forEach(
        (name, value) ->
            line.append(line.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
    return line.toString();
  }
}
