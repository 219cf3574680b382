package io.orderstream.streams;

/** The engine as a service sees it. There is one bean of this type. */
public interface Streams {

  /**
   * The service's entities, for its commands and queries.
   *
   * @param type the type that the service's handlers change
   */
  <S> Entities<S> entities(Class<S> type);
}
