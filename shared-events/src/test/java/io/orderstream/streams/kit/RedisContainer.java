package io.orderstream.streams.kit;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Redis 8 in a container, by Testcontainers, on a Docker engine that publishes to localhost. */
final class RedisContainer implements RedisServer {

  /** The one of docker-compose.yml. */
  private static final String IMAGE = "redis:8.8.0";

  private static final Duration START = Duration.ofMinutes(1);

  private final GenericContainer<?> container;

  /** The port is a fixed one: a free one would be another one after each start. */
  RedisContainer(int port) {
    container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withCommand(
                "redis-server", "--appendonly", "yes", "--appendfsync", "always", "--save", "")
            .waitingFor(
                Wait.forLogMessage(".*Ready to accept connections.*", 1).withStartupTimeout(START));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":6379"));
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else {
      container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void kill() {
    var docker = container.getDockerClient();
    docker.killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    docker
        .waitContainerCmd(container.getContainerId())
        .exec(new WaitContainerResultCallback())
        .awaitStatusCode();
  }

  @Override
  public void close() {
    container.stop();
  }
}
