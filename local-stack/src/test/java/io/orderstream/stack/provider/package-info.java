@NullMarked
package io.orderstream.stack.provider;

import org.jspecify.annotations.NullMarked;
