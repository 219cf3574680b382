/** Tells customers what becomes of their orders. */
@NullMarked
package io.orderstream.notification.notify;

import org.jspecify.annotations.NullMarked;
