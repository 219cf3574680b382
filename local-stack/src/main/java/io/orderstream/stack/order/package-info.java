/** Customers: sample orders, placed and cancelled over REST. */
@NullMarked
package io.orderstream.stack.order;

import org.jspecify.annotations.NullMarked;
