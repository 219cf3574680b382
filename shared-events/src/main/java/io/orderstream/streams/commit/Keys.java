package io.orderstream.streams.commit;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;

/**
 * The Redis keys of one partition; all bear its hash tag, so they live together in a cluster.
 *
 * @param group the consumer group they belong to
 * @param partition from 0
 */
public record Keys(String group, int partition) {

  /**
   * The name of the stream that holds the group's own requests to replay dead letters; no event's
   * stream can have it.
   */
  public static final String REPLAY = "~replay";

  static final int LONGEST_SUBJECT = 512;

  /** Whether an entity can have this name; every reader sets others aside. */
  public static boolean isSubject(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_SUBJECT;
  }

  /** The partition of a subject: its slot in Redis Cluster, modulo the number of partitions. */
  public static int partitionOf(String subject, int partitions) {
    return SlotHash.getSlot(subject.getBytes(StandardCharsets.UTF_8)) % partitions;
  }

  public static byte[] events(String stream, int partition) {
    return bytes("events:" + stream + ":{" + partition + "}");
  }

  public static byte[] members(String group) {
    return bytes("members:" + group);
  }

  /**
   * A stream of one entry, which says who left the group last; in a cluster, beside its members.
   */
  public static byte[] left(String group) {
    return bytes("left:{members:" + group + "}");
  }

  /** The stream of that name, here. */
  public byte[] events(String stream) {
    return stream.equals(REPLAY) ? of("replay") : events(stream, partition);
  }

  public byte[] state(String subject) {
    return bytes("state:" + group + ":{" + partition + "}:" + subject);
  }

  public byte[] lease() {
    return of("lease");
  }

  public byte[] dead() {
    return of("dead");
  }

  /** How many dead letters there are of each stream. */
  public byte[] letters() {
    return of("letters");
  }

  /** The ids of a subject's dead letters, the earliest first. */
  public byte[] letters(String subject) {
    return bytes("letters:" + group + ":{" + partition + "}:" + subject);
  }

  public byte[] retry() {
    return of("retry");
  }

  /** What is scheduled, by the time at which it is due. */
  public byte[] due() {
    return of("due");
  }

  /** A stream of one entry, which says that something is due soon. */
  public byte[] wake() {
    return of("wake");
  }

  /** Written to have replicas confirm what was written before. */
  public byte[] replicated() {
    return of("replicated");
  }

  /** Subjects by their score, in one of the group's indexes. */
  public byte[] index(String name) {
    return bytes("index:" + group + ":{" + partition + "}:" + name);
  }

  private byte[] of(String kind) {
    return bytes(kind + ":" + group + ":{" + partition + "}");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
