/** The code that docs/library.md shows. */
@NullMarked
package io.orderstream.streams.guide;

import org.jspecify.annotations.NullMarked;
