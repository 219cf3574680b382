package io.orderstream.streams.consume;

/**
 * What waits in one partition of a stream for one group.
 *
 * @param length entries in the partition
 * @param lag entries not yet delivered
 * @param pending entries delivered and not acked
 * @param oldestPendingSeconds age of the oldest pending entry, 0 if none
 * @param oldestUnreadSeconds age of the oldest entry not yet delivered, 0 if none
 * @param deadLetters that the group has of this stream, in this partition
 */
public record Backlog(
    String group,
    String stream,
    int partition,
    long length,
    long lag,
    long pending,
    double oldestPendingSeconds,
    double oldestUnreadSeconds,
    long deadLetters) {}
