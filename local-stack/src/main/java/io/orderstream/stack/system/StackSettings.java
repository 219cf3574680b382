package io.orderstream.stack.system;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start.
 *
 * @param home the folder of the built project, where each service has its {@code target}
 * @param folder for the data and the logs of this system; must not hold another's
 * @param redis a server that runs already, or null to start one
 * @param instances how many of each service; one where nothing is said
 * @param arguments further settings for every service, such as {@code --streams.lease=2s}
 * @param plain whether to start as if nothing were left of a {@link Rehearsal}
 */
public record StackSettings(
    Path home,
    Path folder,
    Ports ports,
    @Nullable RedisAddress redis,
    Map<ServiceKind, Integer> instances,
    List<String> arguments,
    boolean plain) {

  /** One instance of each service, and a Redis of their own. */
  public StackSettings(Path home, Path folder, Ports ports) {
    this(home, folder, ports, null, Map.of(), List.of(), false);
  }

  /** The same with this many instances of a service. */
  public StackSettings with(ServiceKind kind, int count) {
    var changed = new EnumMap<ServiceKind, Integer>(ServiceKind.class);
    changed.putAll(instances);
    changed.put(kind, count);
    return new StackSettings(home, folder, ports, redis, changed, arguments, plain);
  }

  /** The same with these settings for every service. */
  public StackSettings withArguments(List<String> others) {
    return new StackSettings(home, folder, ports, redis, instances, others, plain);
  }

  /** The same, started as if nothing were left of a {@link Rehearsal}. */
  public StackSettings withPlainStarts() {
    return new StackSettings(home, folder, ports, redis, instances, arguments, true);
  }

  int count(ServiceKind kind) {
    return instances.getOrDefault(kind, 1);
  }
}
