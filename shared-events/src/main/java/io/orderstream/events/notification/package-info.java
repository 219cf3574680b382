/** The events of the {@code notification} stream. */
@NullMarked
package io.orderstream.events.notification;

import org.jspecify.annotations.NullMarked;
