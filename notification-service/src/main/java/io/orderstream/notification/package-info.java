/** What customers were told of their orders. */
@NullMarked
package io.orderstream.notification;

import org.jspecify.annotations.NullMarked;
