/** Looks at what the system did, from outside. */
@NullMarked
package io.orderstream.stack.watch;

import org.jspecify.annotations.NullMarked;
