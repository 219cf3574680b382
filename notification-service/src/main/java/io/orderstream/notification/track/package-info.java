/** Shows what a customer was told: {@code GET /notifications?orderId=}. */
@NullMarked
package io.orderstream.notification.track;

import org.jspecify.annotations.NullMarked;
