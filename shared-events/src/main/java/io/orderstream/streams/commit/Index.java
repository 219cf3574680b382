package io.orderstream.streams.commit;

import io.lettuce.core.RedisException;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An index of a group's entities, over all partitions: the highest score first. */
final class Index {

  private static final Script LIST = new Script("list");
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::score)
          .thenComparing(place -> Keys.bytes(place.subject()), Arrays::compareUnsigned)
          .reversed();

  private final Connection connection;
  private final String group;
  private final int partitions;
  private final String name;

  /** Where an entity is in the index; as a text, a cursor behind it. */
  record Place(long score, String subject) {

    String cursor() {
      var text = score + " " + subject;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Keys.bytes(text));
    }

    /**
     * @throws IllegalArgumentException when this is no cursor
     */
    static Place at(String cursor) {
      try {
        var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        var space = text.indexOf(' ');
        return new Place(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("'" + cursor + "' is no cursor that list returned", e);
      }
    }
  }

  Index(Connection connection, String group, int partitions, String name) {
    this.connection = connection;
    this.group = group;
    this.partitions = partitions;
    this.name = name;
  }

  /**
   * The first places behind another.
   *
   * @throws RedisException when Redis can't be asked
   */
  List<Place> first(int number, @Nullable Place after, Duration atMost)
      throws InterruptedException {
    var asked = IntStream.range(0, partitions).mapToObj(n -> ask(n, number, after)).toList();
    var places = new ArrayList<Place>();
    for (var each : asked) {
      var reply = Connection.await(each, atMost);
      for (int i = 0; i < reply.size(); i += 2) {
        places.add(new Place((long) Double.parseDouble(text(reply, i + 1)), text(reply, i)));
      }
    }
    places.sort(ORDER);
    return places.subList(0, Math.min(number, places.size()));
  }

  private CompletionStage<List<Object>> ask(int partition, int number, @Nullable Place after) {
    var key = new Keys(group, partition).index(name);
    var args =
        List.of(
            Script.bytes(number),
            after == null ? Keys.bytes("+inf") : Script.bytes(after.score()),
            Keys.bytes(after == null ? "" : after.subject()));
    return LIST.run(connection, List.of(key), args);
  }

  private static String text(List<Object> reply, int at) {
    return Keys.text((byte[]) reply.get(at));
  }
}
