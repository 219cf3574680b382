/** Where the mails of a local run end: nobody's mailbox, only a count. */
@NullMarked
package io.orderstream.stack.mail;

import org.jspecify.annotations.NullMarked;
