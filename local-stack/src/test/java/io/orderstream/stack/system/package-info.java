@NullMarked
package io.orderstream.stack.system;

import org.jspecify.annotations.NullMarked;
