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
import java.util.PriorityQueue;
import java.util.Set;
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
  private static final String FIRST = "0-0";

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
      return other <= partition || id.matches("0+-0+")
          ? id
          : EntryId.parse(id).previous().toString();
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
      return behind(after, ofOrder(filter)).stream().limit(most).toList();
    }
    var scans = new PriorityQueue<LetterScan>(Comparator.comparing(each -> each.letter().place()));
    for (int n = 0; n < partitions; n++) {
      var scan = new LetterScan(letters(n), filter, after == null ? FIRST : after.in(n));
      if (scan.next()) {
        scans.add(scan);
      }
    }
    var found = new ArrayList<DeadLetter>();
    for (var scan = scans.poll(); scan != null && found.size() < most; scan = scans.poll()) {
      found.add(scan.letter());
      if (scan.next()) {
        scans.add(scan);
      }
    }
    return found;
  }

  /** Where the letter is gone by now, those that were set aside later. */
  private static List<DeadLetter> behind(@Nullable Place after, List<DeadLetter> letters) {
    var places = letters.stream().map(DeadLetter::place).toList();
    return after == null || places.contains(after)
        ? letters.subList(places.indexOf(after) + 1, letters.size())
        : letters.stream().filter(letter -> letter.place().compareTo(after) > 0).toList();
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
   * @param progress is told the number of letters so far, after each
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

  /**
   * Removes all letters for good that the filter matches.
   *
   * @param progress is told the number of letters so far, after each
   */
  public Moved discard(Filter filter, LongConsumer progress) throws InterruptedException {
    return each(filter, progress, letter -> discard(letter).letters());
  }

  private interface Move {
    long of(DeadLetter letter) throws InterruptedException;
  }

  private Moved each(Filter filter, LongConsumer progress, Move move) throws InterruptedException {
    var moving = new Moving(progress, move);
    if (filter.order() != null) {
      for (var letter : ofOrder(filter)) {
        moving.move(letter);
      }
      return moving.moved();
    }
    for (int n = 0; n < partitions; n++) {
      for (var scan = new LetterScan(letters(n), filter, FIRST); scan.next(); ) {
        moving.move(scan.letter());
      }
    }
    return moving.moved();
  }

  /** Counts what is moved. */
  private final class Moving {
    private final LongConsumer progress;
    private final Move move;
    private final Set<String> orders = new HashSet<>();
    private long letters;

    Moving(LongConsumer progress, Move move) {
      this.progress = progress;
      this.move = move;
    }

    void move(DeadLetter letter) throws InterruptedException {
      var moved = move.of(letter);
      if (moved > 0) {
        letters += moved;
        orders.add(Objects.requireNonNullElse(ownOrder(letter), letter.place().toString()));
        progress.accept(letters);
      }
    }

    Moved moved() {
      return new Moved(letters, orders.size());
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

  /** Of one order, as a replay takes them. */
  private List<DeadLetter> ofOrder(Filter filter) throws InterruptedException {
    var order = Objects.requireNonNull(filter.order());
    var letters = letters(Keys.partitionOf(order, partitions));
    var found = new ArrayList<DeadLetter>();
    for (var id : letters.ids(order)) {
      var letter = letters.find(id);
      if (letter != null && filter.matches(letter)) {
        found.add(letter);
      }
    }
    return found;
  }
}
