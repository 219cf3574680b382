@NullMarked
package io.orderstream.benchmarks.system;

import org.jspecify.annotations.NullMarked;
