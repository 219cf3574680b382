package io.orderstream.streams.autoconfigure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderstream.streams.consume.GroupListener;
import io.orderstream.streams.consume.Trouble;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps events from being handled just now, as this instance sees it: in the log once when it
 * begins and once when it ends, in health and in the metric {@code streams.troubles} meanwhile.
 */
final class Troubles {

  private static final Logger LOG = LoggerFactory.getLogger("io.orderstream.streams");

  private final String group;
  private final InstantSource clock;
  private final Map<Place, Is> now = new HashMap<>();

  private record Place(int part, Trouble trouble) {}

  private record Is(String what, Instant since) {}

  Troubles(String group, InstantSource clock, MeterRegistry meters) {
    this.group = group;
    this.clock = clock;
    for (var trouble : Trouble.values()) {
      Gauge.builder("streams.troubles", this, all -> all.count(trouble))
          .description("Partitions whose events can't be handled just now, and why")
          .tags("group", group, "trouble", name(trouble))
          .register(meters);
    }
  }

  /** Returns whether this was the last of its kind to end. */
  synchronized boolean tell(int part, Trouble trouble, @Nullable String what) {
    var place = new Place(part, trouble);
    if (what != null) {
      if (!now.containsKey(place)) {
        say(place, what);
        now.put(place, new Is(what, clock.instant()));
      }
      return false;
    }
    var was = now.remove(place);
    var over = was != null && count(trouble) == 0;
    if (was != null) {
      sayOver(place, over);
    }
    return over;
  }

  /** Redis away is one trouble, however many partitions it hits. */
  private void say(Place place, String what) {
    if (place.trouble() != Trouble.NO_REDIS) {
      LOG.warn("partition {} of {}: {}", place.part(), group, what);
    } else if (count(Trouble.NO_REDIS) == 0) {
      LOG.warn("{} can't use Redis, and goes on when it can: {}", group, what);
    }
  }

  private void sayOver(Place place, boolean last) {
    if (place.trouble() != Trouble.NO_REDIS) {
      LOG.info("partition {} of {}: over: {}", place.part(), group, name(place.trouble()));
    } else if (last) {
      LOG.info("{} can use Redis again", group);
    }
  }

  private synchronized long count(Trouble trouble) {
    return now.keySet().stream().filter(place -> place.trouble() == trouble).count();
  }

  /** For people and their tools: which partition, what, since when. */
  synchronized List<Map<String, Object>> list() {
    return now.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Place, Is> each) -> each.getValue().since())
                .thenComparingInt(each -> each.getKey().part()))
        .map(each -> shown(each.getKey(), each.getValue()))
        .toList();
  }

  private static Map<String, Object> shown(Place place, Is is) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("trouble", name(place.trouble()));
    if (place.part() != GroupListener.MEMBERSHIP) {
      shown.put("partition", place.part());
    }
    shown.put("what", is.what());
    shown.put("since", is.since().toString());
    return shown;
  }

  private static String name(Trouble trouble) {
    return trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
