/** Values that the events of all streams share, and their JSON. */
@NullMarked
package io.orderstream.events;

import org.jspecify.annotations.NullMarked;
