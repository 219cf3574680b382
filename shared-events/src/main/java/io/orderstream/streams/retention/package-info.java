/** How long entries stay, and who still needs them. */
@NullMarked
package io.orderstream.streams.retention;

import org.jspecify.annotations.NullMarked;
