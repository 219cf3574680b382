/** Tells customers by e-mail. */
@NullMarked
package io.orderstream.notification.email;

import org.jspecify.annotations.NullMarked;
