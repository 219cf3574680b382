/** What tests of the engine and of its users need: a real Redis and a service to run on it. */
@NullMarked
package io.orderstream.streams.kit;

import org.jspecify.annotations.NullMarked;
