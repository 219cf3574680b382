/** How results are drawn. */
@NullMarked
package io.orderstream.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
