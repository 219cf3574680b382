/** The engine's connections to Redis, its scripts, and Redis's clock. */
@NullMarked
package io.orderstream.streams.redis;

import org.jspecify.annotations.NullMarked;
