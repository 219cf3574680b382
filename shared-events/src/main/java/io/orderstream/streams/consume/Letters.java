package io.orderstream.streams.consume;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of a group in one partition. */
final class Letters {

  private static final Script DISCARD = new Script("discard");
  private static final Duration REPLY = Duration.ofSeconds(5);

  private final Connection connection;
  private final Keys partition;

  Letters(Connection connection, Keys partition) {
    this.connection = connection;
    this.partition = partition;
  }

  /** The first letter of the order that a request is for, or null when it is done with. */
  @Nullable DeadLetter next(InHand request) throws InterruptedException {
    if (request.subject == null) {
      return null;
    }
    var ids = ids(request.subject);
    var until = request.entry().field("until");
    while (!ids.isEmpty() && (until == null || ids.contains(until))) {
      var letter = find(ids.getFirst());
      if (letter != null) {
        return letter;
      }
      discard(request.subject, ids.getFirst());
      ids.removeFirst();
    }
    return null;
  }

  /** The letters of a subject, the earliest first. */
  List<String> ids(String subject) throws InterruptedException {
    var ids = new ArrayList<String>();
    var commands = connection.commands();
    for (var id : Connection.await(commands.lrange(partition.letters(subject), 0, -1), REPLY)) {
      ids.add(PartitionReader.text(id));
    }
    return ids;
  }

  @Nullable DeadLetter find(String id) throws InterruptedException {
    var found = page(Range.create(id, id), 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Letters after this one, the earliest first. */
  List<DeadLetter> after(String id, int most) throws InterruptedException {
    return page(Range.from(Range.Boundary.excluding(id), Range.Boundary.<String>unbounded()), most);
  }

  private List<DeadLetter> page(Range<String> ids, int most) throws InterruptedException {
    var letters = new ArrayList<DeadLetter>();
    var found = connection.commands().xrange(partition.dead(), ids, Limit.from(most));
    for (var message : Connection.await(found, REPLY)) {
      letters.add(DeadLetter.of(partition.partition(), message.getId(), fields(message)));
    }
    return letters;
  }

  private static List<byte[]> fields(StreamMessage<byte[], byte[]> message) {
    var fields = new ArrayList<byte[]>();
    message
        .getBody()
        .forEach(
            (name, value) -> {
              fields.add(name);
              fields.add(value);
            });
    return fields;
  }

  /** Removes a letter for good; false where there was none. */
  boolean discard(@Nullable String subject, String id) throws InterruptedException {
    var keys = new ArrayList<byte[]>();
    keys.add(partition.dead());
    keys.add(partition.letters());
    if (subject != null) {
      keys.add(partition.letters(subject));
      keys.add(partition.state(subject));
    }
    var reply = DISCARD.run(connection, keys, List.of(Script.bytes(id)));
    return (Long) Connection.await(reply, REPLY).getFirst() == 1;
  }
}
