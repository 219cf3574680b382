package io.orderstream.streams.consume;

import io.orderstream.streams.codec.Entry;
import io.orderstream.streams.commit.EntryId;
import io.orderstream.streams.commit.Keys;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry that its owner has in hand: read or claimed, and not done with. */
final class InHand {

  /** Without fields while it is held. */
  private volatile Entry entry;

  final EntryId id;

  /** The subject, or null where the entry names none that could have an entity here. */
  final @Nullable String subject;

  /** Bytes of its fields, and of the entity that was loaded for it. */
  int size;

  /** Redis's delivery count. */
  int deliveries;

  /** Whether the next attempt must be counted first; reading a new entry counts the first one. */
  boolean uncounted;

  /** When the first attempt failed, or null if none did. */
  @Nullable Instant firstFailure;

  /** Not to be attempted before, by Redis's clock. */
  Instant due = Instant.MIN;

  /** Whether its fields were let go of, be it that they were read again since. */
  boolean held;

  /** What is done for its fields when they are let go of again; null where nothing is. */
  private @Nullable Runnable lettingGo;

  private boolean ended;

  /** Whether it is no longer in its stream. */
  private volatile boolean gone;

  /** How many were found gone with it, where it is the first of them. */
  private int goneTogether;

  InHand(Entry entry, int deliveries, boolean uncounted, int partition, int partitions) {
    this.entry = entry;
    this.id = EntryId.parse(entry.id());
    var bytes = 0;
    for (var field : entry.fields()) {
      bytes += field.length;
    }
    this.size = bytes;
    this.deliveries = deliveries;
    this.uncounted = uncounted;
    this.subject = subject(entry, partition, partitions);
  }

  static @Nullable String subject(Entry entry, int partition, int partitions) {
    var names = entry.field("subject");
    return names != null
            && Keys.isSubject(names)
            && Keys.partitionOf(names, partitions) == partition
        ? names
        : null;
  }

  Entry entry() {
    return entry;
  }

  /** Whether its fields must be read again before it can be handled. */
  boolean isWithoutFields() {
    return entry.fields().isEmpty();
  }

  /** Lets go of its fields, which stay in Redis. */
  synchronized void letGo() {
    if (!isWithoutFields()) {
      entry = new Entry(entry.stream(), entry.id(), List.of());
    }
    giveUp();
  }

  private void giveUp() {
    if (lettingGo != null) {
      lettingGo.run();
      lettingGo = null;
    }
  }

  /**
   * Has its fields again; false where it is no longer in hand.
   *
   * @param lettingGo is called once when they are let go of again
   */
  synchronized boolean haveAgain(Entry read, Runnable lettingGo) {
    if (ended) {
      return false;
    }
    giveUp();
    this.entry = read;
    this.lettingGo = lettingGo;
    return true;
  }

  /**
   * It was deleted from its stream.
   *
   * @param together how many were found so with it; 0 where another of them says so
   */
  void setGone(int together) {
    goneTogether = together;
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  int goneTogether() {
    return goneTogether;
  }

  /** It is no longer in hand; a handler that is still at work keeps what it has. */
  synchronized void end() {
    ended = true;
    giveUp();
  }

  /** Whether it asks to replay an order's dead letters. */
  boolean isReplay() {
    return entry.stream().equals(Keys.REPLAY);
  }

  /** Counts attempts from the first again. */
  void startAnew() {
    deliveries = 0;
    uncounted = true;
  }

  /** Which lane it waits in: its subject's, or one of its own. */
  String lane() {
    return subject == null ? "\0" + key() : subject;
  }

  /** Its name among all that the group has in hand in this partition. */
  String key() {
    return entry.stream() + "/" + entry.id();
  }
}
