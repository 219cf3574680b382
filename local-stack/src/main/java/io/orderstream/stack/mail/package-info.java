/** The stand-in for a mail server: takes every mail and counts it. */
@NullMarked
package io.orderstream.stack.mail;

import org.jspecify.annotations.NullMarked;
