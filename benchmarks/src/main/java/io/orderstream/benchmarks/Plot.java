package io.orderstream.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/** The result as bars. */
final class Plot {

  private static final int LEFT = 400;
  private static final int WIDTH = 400;
  private static final int LINE = 26;

  private final StringBuilder shapes = new StringBuilder();
  private final double scale;
  private int y;

  private Plot(double most) {
    scale = WIDTH / most;
  }

  static String of(EnumMap<Durability, Map<Contender, Sample>> samples) {
    var most =
        samples.values().stream()
            .flatMap(each -> each.values().stream())
            .mapToDouble(sample -> sample.median(Pace::eventsPerSecond))
            .max()
            .orElseThrow();
    var plot = new Plot(most);
    samples.forEach(plot::group);
    return plot.svg();
  }

  private void group(Durability durability, Map<Contender, Sample> samples) {
    y += LINE;
    text(10, "start", durability.title + ", events per second");
    samples.forEach(
        (contender, sample) -> bar(contender, durability, sample.median(Pace::eventsPerSecond)));
    y += LINE / 2;
  }

  private void bar(Contender contender, Durability durability, double rate) {
    y += LINE;
    text(LEFT - 8, "end", contender.title(durability));
    var colour = contender == Contender.ENGINE ? "#1f77b4" : "#9aa5b1";
    shapes.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"%s\"/>%n"
            .formatted(LEFT, y - 14, rate * scale, colour));
    text(LEFT + 6 + (int) (rate * scale), "start", "%,.0f".formatted(rate));
  }

  private void text(int x, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  private String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="700" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(y + LINE / 2, shapes);
  }
}
