/** Measurements of the system as {@code ./demo} runs it: its starts, its idling, its orders. */
@NullMarked
package io.orderstream.benchmarks.system;

import org.jspecify.annotations.NullMarked;
