/** Tells the customer what becomes of an order, by whatever channel there is. */
@NullMarked
package io.orderstream.notification.notify;

import org.jspecify.annotations.NullMarked;
