/** Every error that a client sees, as RFC 9457 problem details. */
@NullMarked
package io.orderstream.order.problem;

import org.jspecify.annotations.NullMarked;
