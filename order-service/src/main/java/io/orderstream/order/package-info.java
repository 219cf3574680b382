/** An order and its rules, free of Spring and of Redis. */
@NullMarked
package io.orderstream.order;

import org.jspecify.annotations.NullMarked;
