/** The whole system on one machine. */
@NullMarked
package io.orderstream.stack;

import org.jspecify.annotations.NullMarked;
