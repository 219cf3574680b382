@NullMarked
package io.orderstream.stack.order;

import org.jspecify.annotations.NullMarked;
