/**
 * Reliable events on Redis Streams: what a service sees of the engine.
 *
 * <p>A service declares {@link io.orderstream.streams.EventHandler} beans for the events that it
 * reacts to, and asks {@link io.orderstream.streams.Streams} for the {@link
 * io.orderstream.streams.Entities} that its commands change. All else is the engine's.
 */
@NullMarked
package io.orderstream.streams;

import org.jspecify.annotations.NullMarked;
