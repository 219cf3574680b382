package io.orderstream.benchmarks;

import io.orderstream.stack.system.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;

/** One Kafka broker, which is its own controller (KRaft). */
final class Kafka {

  /** As the broker's own start script has them. */
  private static final List<String> JVM =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent");

  private Kafka() {}

  static Server start(Path parent, Durability durability) throws IOException {
    return new Server(
        parent,
        (folder, port) -> {
          var properties = folder.resolve("server.properties");
          Files.writeString(properties, properties(folder, port, durability));
          return Java.command(JVM, List.of("broker", properties.toString()));
        });
  }

  private static String properties(Path folder, int port, Durability durability)
      throws IOException {
    var controller = Ports.anyFree();
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@localhost:%2$d
    listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
    advertised.listeners=PLAINTEXT://localhost:%1$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    %4$s
    """
        .formatted(port, controller, folder.resolve("logs"), durability.kafka);
  }

  /** What the broker's process does. */
  static void inThisProcess(String properties) {
    var id = Uuid.randomUuid().toString();
    StorageTool.execute(
        new String[] {"format", "--cluster-id", id, "--config", properties}, System.out);
    kafka.Kafka.main(new String[] {properties});
  }

  static String version() {
    return AppInfoParser.getVersion();
  }
}
