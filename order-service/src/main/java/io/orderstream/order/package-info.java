@NullMarked
package io.orderstream.order;

import org.jspecify.annotations.NullMarked;
