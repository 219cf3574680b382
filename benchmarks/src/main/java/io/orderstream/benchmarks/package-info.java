/** Measurements of the engine against what a Spring team would use instead. */
@NullMarked
package io.orderstream.benchmarks;

import org.jspecify.annotations.NullMarked;
