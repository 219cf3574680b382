/** What a customer was told about an order, free of Spring and of Redis. */
@NullMarked
package io.orderstream.notification;

import org.jspecify.annotations.NullMarked;
