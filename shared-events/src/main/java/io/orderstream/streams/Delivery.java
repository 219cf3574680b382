package io.orderstream.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event that is handed to a handler, besides the event.
 *
 * @param stream the stream it stands in, for example {@code order}
 * @param partition which of the stream's partitions, from 0
 * @param entryId its id in that partition, for example {@code 1700000000000-0}
 * @param eventId the event's own id, the same on every delivery; unique for all time
 * @param time when the event happened, by Redis's clock
 * @param attempt which attempt this is, from 1; counted by Redis before the handler runs, so that
 *     an attempt that killed the process counts too
 * @param traceparent the W3C trace context that the event was published with, or null
 */
public record Delivery(
    String stream,
    int partition,
    String entryId,
    String eventId,
    Instant time,
    int attempt,
    @Nullable String traceparent) {}
