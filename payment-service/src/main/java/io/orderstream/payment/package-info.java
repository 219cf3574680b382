@NullMarked
package io.orderstream.payment;

import org.jspecify.annotations.NullMarked;
