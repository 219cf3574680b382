package io.orderstream.streams.autoconfigure;

import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.consume.Backlog;
import io.orderstream.streams.consume.Backlogs;
import io.orderstream.streams.redis.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code /actuator/streams}: each partition of the streams that the service reads, each group that
 * reads it: length, lag, pending, ages, dead letters, and who owns it.
 *
 * <p>Every instance shows all partitions, as Redis says they are at that moment.
 */
@Endpoint(id = "streams")
public final class StreamsEndpoint {

  private static final Duration REPLY = Duration.ofSeconds(5);

  private final Engine engine;
  private final Troubles troubles;
  private final Connection connection;
  private final Backlogs backlogs;

  StreamsEndpoint(Engine engine, Troubles troubles, Connection connection, InstantSource clock) {
    this.engine = engine;
    this.troubles = troubles;
    this.connection = connection;
    this.backlogs = new Backlogs(connection, clock);
  }

  /** How things stand now. */
  @ReadOperation
  public WebEndpointResponse<Map<String, Object>> streams() {
    var body = new LinkedHashMap<String, Object>();
    body.put("group", engine.group());
    body.put("troubles", troubles.list());
    try {
      body.put("streams", rows());
      return new WebEndpointResponse<>(body);
    } catch (RedisException e) {
      body.put("detail", "Redis can't be used: " + e.getMessage());
      return new WebEndpointResponse<>(body, 503);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WebEndpointResponse<>(body, 503);
    }
  }

  private List<Map<String, Object>> rows() throws InterruptedException {
    var rows = new ArrayList<Map<String, Object>>();
    for (var stream : engine.streams()) {
      for (int n = 0; n < engine.partitions(); n++) {
        for (var backlog : backlogs.of(stream, n, null)) {
          rows.add(row(backlog));
        }
      }
    }
    return rows;
  }

  private Map<String, Object> row(Backlog backlog) throws InterruptedException {
    var row = new LinkedHashMap<String, Object>();
    row.put("stream", backlog.stream());
    row.put("partition", backlog.partition());
    row.put("group", backlog.group());
    row.put("length", backlog.length());
    row.put("lag", backlog.lag());
    row.put("pending", backlog.pending());
    row.put("oldestUnreadSeconds", backlog.oldestUnreadSeconds());
    row.put("oldestPendingSeconds", backlog.oldestPendingSeconds());
    row.put("deadLetters", backlog.deadLetters());
    row.put("owner", owner(new Keys(backlog.group(), backlog.partition())));
    return row;
  }

  /** The consumer that holds the lease; its token ends with the number of its takings. */
  private @Nullable String owner(Keys keys) throws InterruptedException {
    var token = Connection.await(connection.commands().get(keys.lease()), REPLY);
    if (token == null) {
      return null;
    }
    var owner = new String(token, StandardCharsets.UTF_8);
    return owner.substring(0, Math.max(0, owner.lastIndexOf('/')));
  }
}
