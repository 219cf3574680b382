package io.orderstream.streams.kit;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Redis or Valkey in a container, by Testcontainers, on a Docker engine that publishes to
 * localhost.
 */
final class RedisContainer implements RedisServer {

  private static final Duration START = Duration.ofMinutes(1);

  private final GenericContainer<?> container;

  /** Fixed: a free one would be another one after each start. */
  private final int port = RedisServer.freePort();

  RedisContainer(String image) {
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withCommand("--appendonly", "yes", "--appendfsync", "always", "--save", "")
            .waitingFor(
                Wait.forLogMessage(".*Ready to accept connections.*", 1).withStartupTimeout(START));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":6379"));
  }

  @Override
  public int port() {
    return port;
  }

  /** In the engine's network: what is published to this machine is not seen in there. */
  @Override
  public RedisURI seenByOthers() {
    var networks = container.getContainerInfo().getNetworkSettings().getNetworks().values();
    return RedisURI.create(networks.iterator().next().getIpAddress(), 6379);
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
