/** The atomic unit: state, published events and ack, all at once or not at all. */
@NullMarked
package io.orderstream.streams.commit;

import org.jspecify.annotations.NullMarked;
