/** The whole system on this machine: Redis, the stand-ins and the services, as processes. */
@NullMarked
package io.orderstream.stack.system;

import org.jspecify.annotations.NullMarked;
