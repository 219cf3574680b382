package io.orderstream.benchmarks;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result as bars. */
final class Plot {

  private static final int LEFT = 400;
  private static final int WIDTH = 400;
  private static final int LINE = 26;

  private final StringBuilder shapes = new StringBuilder();
  private final double scale;
  private final String number;
  private int y;

  private Plot(double most, int digits) {
    scale = WIDTH / most;
    number = "%,." + digits + "f";
  }

  static String of(EnumMap<Durability, Map<Contender, Sample>> samples) {
    var groups = new LinkedHashMap<String, Map<String, Double>>();
    samples.forEach(
        (durability, all) -> {
          var bars = new LinkedHashMap<String, Double>();
          all.forEach(
              (who, sample) ->
                  bars.put(who.title(durability), sample.median(Pace::eventsPerSecond)));
          groups.put(durability.title + ", events per second", bars);
        });
    return of(groups, 0);
  }

  /**
   * Bars in groups, each with its title.
   *
   * @param digits of each value behind the point
   */
  static String of(Map<String, Map<String, Double>> groups, int digits) {
    var most =
        groups.values().stream()
            .flatMap(each -> each.values().stream())
            .mapToDouble(value -> value)
            .max()
            .orElseThrow();
    var plot = new Plot(most, digits);
    groups.forEach(plot::group);
    return plot.svg();
  }

  private void group(String title, Map<String, Double> bars) {
    y += LINE;
    text(10, "start", title);
    bars.forEach(this::bar);
    y += LINE / 2;
  }

  private void bar(String title, double value) {
    y += LINE;
    text(LEFT - 8, "end", title);
    var colour = title.equals(Contender.ENGINE.title) ? "#1f77b4" : "#9aa5b1";
    shapes.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"%s\"/>%n"
            .formatted(LEFT, y - 14, value * scale, colour));
    text(LEFT + 6 + (int) (value * scale), "start", number.formatted(value));
  }

  private void text(int x, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  private String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="880" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(y + LINE / 2, shapes);
  }
}
