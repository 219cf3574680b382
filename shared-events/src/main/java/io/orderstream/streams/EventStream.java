package io.orderstream.streams;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The stream that the events of a sealed interface stand in. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventStream {

  /** For example {@code order}: its partitions are the Redis keys {@code events:order:{n}}. */
  String value();
}
