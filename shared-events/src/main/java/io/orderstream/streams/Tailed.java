package io.orderstream.streams;

import java.time.Instant;

/**
 * An event that somebody watches go by.
 *
 * @param event the event
 * @param partition which of the stream's partitions, from 0
 * @param entryId its id in that partition, for example {@code 1700000000000-0}; to resume behind it
 * @param eventId the event's own id, unique for all time
 * @param time when the event happened, by Redis's clock
 * @param <E> the stream's events
 */
public record Tailed<E extends Event>(
    E event, int partition, String entryId, String eventId, Instant time) {}
