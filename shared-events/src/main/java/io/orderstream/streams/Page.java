package io.orderstream.streams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what an index lists.
 *
 * @param entities the highest score first; may be fewer than were asked for, also where more follow
 * @param next what to ask for those that follow, or null where there are none
 * @param <S> the entities' type
 */
public record Page<S>(List<Versioned<S>> entities, @Nullable String next) {

  public Page {
    entities = List.copyOf(entities);
  }
}
