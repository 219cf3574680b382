package io.orderstream.streams.consume;

import io.lettuce.core.RedisException;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a group set aside, in all partitions: to look at, to replay, to discard.
 *
 * <p>To replay an order's letters is a request to the owner of its partition, which hands them to
 * the group's handlers in the order in which they were set aside, each with the order's state as it
 * is then. A letter goes in the moment in which it takes effect. One that fails again stays the
 * first of its order, with its new failure, and ends the replay of that order.
 *
 * <p>All methods throw {@link RedisException} where Redis can't be reached; what was asked may be
 * asked again.
 */
public final class DeadLetters {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final int PAGE = 100;

  private final String group;
  private final int partitions;
  private final Connection connection;

  /**
   * Which letters are meant; what is null doesn't matter.
   *
   * @param order the subject
   * @param type the event's type
   * @param exception the last failure's class, with or without its package
   */
  public record Filter(@Nullable String order, @Nullable String type, @Nullable String exception) {

    boolean matches(DeadLetter letter) {
      return (order == null || order.equals(letter.subject()))
          && (type == null || type.equals(letter.entry().field("type")))
          && (exception == null
              || letter.exception().equals(exception)
              || letter.exception().endsWith("." + exception));
    }
  }

  /**
   * What was moved, or asked to be.
   *
   * @param orders how many orders they are of; letters that name no order count as one each
   */
  public record Moved(long letters, long orders) {}

  /**
   * Where a letter stands: a partition, and an id in it; written {@code 3:1700000000000-0}. Ordered
   * by id first.
   */
  public record Place(int partition, String id) implements Comparable<Place> {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4}):(\\d{1,19}-\\d{1,19})");

    /** Empty where the text is no place. */
    public static Optional<Place> parse(String text) {
      var written = WRITTEN.matcher(text);
      return written.matches()
          ? Optional.of(new Place(Integer.parseInt(written.group(1)), written.group(2)))
          : Optional.empty();
    }

    /** The last id in another partition that comes before this place. */
    private String in(int other) {
      return other <= partition ? id : EntryId.parse(id).previous().toString();
    }

    @Override
    public int compareTo(Place other) {
      var byId = EntryId.parse(id).compareTo(EntryId.parse(other.id));
      return byId != 0 ? byId : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
      return partition + ":" + id;
    }
  }

  public DeadLetters(String group, int partitions, Connection connection) {
    this.group = group;
    this.partitions = partitions;
    this.connection = connection;
  }

  public long count() throws InterruptedException {
    var count = 0L;
    for (int n = 0; n < partitions; n++) {
      count += Connection.await(connection.commands().xlen(keys(n).dead()), REPLY);
    }
    return count;
  }

  /**
   * Letters in the order in which they were set aside; those of one order as a replay takes them.
   *
   * @param after where the last letter of the page before stands, or null
   */
  public List<DeadLetter> list(Filter filter, @Nullable Place after, int most)
      throws InterruptedException {
    if (filter.order() != null) {
      var letters = ofOrder(filter.order());
      letters.removeIf(letter -> !filter.matches(letter));
      var places = letters.stream().map(DeadLetter::place).toList();
      return letters.stream().skip(places.indexOf(after) + 1L).limit(most).toList();
    }
    var found = new ArrayList<DeadLetter>();
    for (int n = 0; n < partitions; n++) {
      found.addAll(list(n, filter, after, most));
    }
    return found.stream().sorted(Comparator.comparing(DeadLetter::place)).limit(most).toList();
  }

  private List<DeadLetter> list(int n, Filter filter, @Nullable Place after, int most)
      throws InterruptedException {
    var found = new ArrayList<DeadLetter>();
    var scan = new Scan(n, after == null ? "0-0" : after.in(n));
    while (found.size() < most && scan.next()) {
      scan.page.stream()
          .filter(filter::matches)
          .limit(most - (long) found.size())
          .forEach(found::add);
    }
    return found;
  }

  public Optional<DeadLetter> find(Place place) throws InterruptedException {
    return place.partition() >= partitions
        ? Optional.empty()
        : Optional.ofNullable(letters(place.partition()).find(place.id()));
  }

  /** Asks for the replay of an order's letters up to this one. */
  public Moved replay(DeadLetter letter) throws InterruptedException {
    var order = ownOrder(letter);
    if (order == null) {
      throw new IllegalArgumentException(
          "the letter names no order of its partition, so no handler can take it; discard it");
    }
    var before = letters(letter.partition()).ids(order).indexOf(letter.id());
    request(letter.partition(), order, letter.id());
    return new Moved(before + 1L, 1);
  }

  /**
   * Asks for the replay of all letters of each order that has a letter which the filter matches.
   *
   * @param progress is told the number of letters, now and then
   */
  public Moved replay(Filter filter, LongConsumer progress) throws InterruptedException {
    var asked = new HashSet<String>();
    return each(
        filter,
        progress,
        letter -> {
          var order = ownOrder(letter);
          if (order == null || !asked.add(order)) {
            return 0;
          }
          var number = letters(letter.partition()).ids(order).size();
          request(letter.partition(), order, null);
          return number;
        });
  }

  private void request(int partition, String order, @Nullable String until)
      throws InterruptedException {
    var fields = new ArrayList<Object>();
    fields.addAll(List.of(Script.bytes("subject"), Script.bytes(order)));
    if (until != null) {
      fields.addAll(List.of(Script.bytes("until"), Script.bytes(until)));
    }
    var stream = keys(partition).events(Keys.REPLAY);
    Connection.await(connection.commands().xadd(stream, fields.toArray()), REPLY);
  }

  /** Removes this letter for good; nothing where it is gone already. */
  public Moved discard(DeadLetter letter) throws InterruptedException {
    var done = letters(letter.partition()).discard(ownOrder(letter), letter.id());
    return done ? new Moved(1, 1) : new Moved(0, 0);
  }

  /** Removes all letters for good that the filter matches. */
  public Moved discard(Filter filter, LongConsumer progress) throws InterruptedException {
    return each(filter, progress, letter -> discard(letter).letters());
  }

  private interface Move {
    long of(DeadLetter letter) throws InterruptedException;
  }

  private Moved each(Filter filter, LongConsumer progress, Move move) throws InterruptedException {
    var letters = 0L;
    var orders = new HashSet<String>();
    Place after = null;
    while (true) {
      var page = list(filter, after, PAGE);
      for (var letter : page) {
        var moved = move.of(letter);
        letters += moved;
        if (moved > 0) {
          orders.add(Objects.requireNonNullElse(ownOrder(letter), letter.place().toString()));
        }
      }
      progress.accept(letters);
      if (page.size() < PAGE) {
        return new Moved(letters, orders.size());
      }
      after = page.getLast().place();
    }
  }

  /** The order that the letter holds up: the one that it names, if that belongs here. */
  private @Nullable String ownOrder(DeadLetter letter) {
    return InHand.subject(letter.entry(), letter.partition(), partitions);
  }

  private Letters letters(int partition) {
    return new Letters(connection, keys(partition));
  }

  private Keys keys(int partition) {
    return new Keys(group, partition);
  }

  private List<DeadLetter> ofOrder(String order) throws InterruptedException {
    var letters = letters(Keys.partitionOf(order, partitions));
    var found = new ArrayList<DeadLetter>();
    for (var id : letters.ids(order)) {
      var letter = letters.find(id);
      if (letter != null) {
        found.add(letter);
      }
    }
    return found;
  }

  /** Goes through the letters of a partition, page by page. */
  private final class Scan {
    private final int partition;
    private String after;
    private boolean done;
    private List<DeadLetter> page = List.of();

    Scan(int partition, String after) {
      this.partition = partition;
      this.after = after;
    }

    boolean next() throws InterruptedException {
      if (done) {
        return false;
      }
      page = letters(partition).after(after, PAGE);
      done = page.size() < PAGE;
      if (!page.isEmpty()) {
        after = page.getLast().id();
      }
      return !page.isEmpty();
    }
  }
}
