@NullMarked
package io.orderstream.stack.mail;

import org.jspecify.annotations.NullMarked;
