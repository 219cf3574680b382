package io.orderstream.streams;

/**
 * An entity as it stands in Redis.
 *
 * @param version how often it was changed, from 1; a good ETag
 * @param entity its state
 */
public record Versioned<S>(long version, S entity) {}
