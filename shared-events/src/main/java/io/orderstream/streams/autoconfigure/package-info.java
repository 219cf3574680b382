/** The engine as Spring beans. */
@NullMarked
package io.orderstream.streams.autoconfigure;

import org.jspecify.annotations.NullMarked;
