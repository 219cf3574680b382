/** Shows what they were told. */
@NullMarked
package io.orderstream.notification.track;

import org.jspecify.annotations.NullMarked;
