package io.orderstream.streams;

import java.util.Map;

/**
 * An entity that is listed in indexes, where {@link Entities#list} finds it. Implemented by the
 * entity's type.
 */
public interface Indexed {

  /**
   * Where this entity is listed as it stands: the name of each index, and the score by which it has
   * its place there. Depends on nothing but the entity.
   *
   * <p>Asked with every change of the entity; what it says is written with the change, and what it
   * said before is taken back. So an entity that was written when this said something else is
   * listed as it was then, until it is changed again.
   *
   * @return at most 16; names of 1 to 200 characters, none of them a control character; scores from
   *     -2<sup>53</sup> to 2<sup>53</sup>, best mostly different ones, such as milliseconds
   */
  Map<String, Long> indexes();
}
