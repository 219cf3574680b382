package io.orderstream.streams.commit;

import io.lettuce.core.RedisException;
import io.orderstream.streams.redis.Connection;
import java.util.List;

/** What it means for a commit that Redis answers it with an error; nothing was written. */
enum Refusal {
  /** The caller no longer owns the partition. */
  FENCED,
  /** Another server is the partition's master by now. */
  ELSEWHERE,
  /** It has nothing to do with the units, and passes: Redis is full, starting, or lacks a right. */
  PASSING,
  /** It is about one of the units, which will never be taken. */
  FOR_GOOD;

  private static final List<String> OF_REDIS =
      List.of(
          "OOM",
          "LOADING",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "NOREPLICAS",
          "MISCONF",
          "BUSY",
          "NOPERM",
          "NOAUTH");

  /** What scripts say in their own words. */
  private static final List<String> AMID = List.of("'maxmemory'", "The user executing the script");

  static Refusal of(RedisException e) {
    var says = String.valueOf(e.getMessage());
    if (says.contains("FENCED")) {
      return FENCED;
    }
    if (Connection.isElsewhere(e)) {
      return ELSEWHERE;
    }
    return OF_REDIS.stream().anyMatch(says::startsWith) || AMID.stream().anyMatch(says::contains)
        ? PASSING
        : FOR_GOOD;
  }
}
