@NullMarked
package io.orderstream.notification;

import org.jspecify.annotations.NullMarked;
