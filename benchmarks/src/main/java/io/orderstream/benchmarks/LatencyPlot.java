package io.orderstream.benchmarks;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies by percentile, both on scales where each step is ten times the one before. */
final class LatencyPlot {

  private static final List<String> COLOURS = List.of("#1f77b4", "#d62728", "#7f7f7f", "#2ca02c");
  private static final List<String> DASHES = List.of("1 4", "7 4", "none");
  private static final int LEFT = 60;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 260;
  private static final int PANEL = HEIGHT + 70;

  /** Up to the share of 1 in 10,000. */
  private static final double DECADES_ACROSS = 4;

  /** From 0.1 ms to 10 s. */
  private static final double DECADES_UP = 5;

  private final StringBuilder shapes = new StringBuilder();
  private int top;
  private int panels;

  /** The delays of all rounds together. */
  void panel(Durability durability, Map<Contender, Map<Integer, List<Latencies>>> contenders) {
    top = 30 + PANEL * panels++;
    text(LEFT, top - 10, "start", durability.title + ": milliseconds by percentile");
    for (int decade = 0; decade <= DECADES_UP; decade++) {
      rule(LEFT, y(Math.pow(10, decade - 1)), LEFT + WIDTH, y(Math.pow(10, decade - 1)));
      var label = decade == 0 ? "0.1" : "%,d".formatted((int) Math.pow(10, decade - 1));
      text(LEFT - 6, (int) y(Math.pow(10, decade - 1)) + 4, "end", label);
    }
    for (var percentile : List.of(0.0, 50.0, 90.0, 99.0, 99.9, 99.99)) {
      rule(x(percentile), top, x(percentile), top + HEIGHT);
      var label = percentile == 0 ? "0" : percentile.toString().replace(".0", "");
      text((int) x(percentile), top + HEIGHT + 16, "middle", label);
    }
    var line = 0;
    var which = 0;
    for (var contender : contenders.entrySet()) {
      var colour = COLOURS.get(which++ % COLOURS.size());
      var dash = 0;
      for (var load : contender.getValue().entrySet()) {
        var style =
            "stroke=\"%s\" stroke-width=\"1.6\" stroke-dasharray=\"%s\" fill=\"none\""
                .formatted(colour, DASHES.get(dash++ % DASHES.size()));
        curve(style, load.getValue());
        legend(style, line++, contender.getKey().title + ", " + load.getKey() + " %");
      }
    }
  }

  private void curve(String style, List<Latencies> rounds) {
    var all = new Histogram(3);
    rounds.forEach(round -> all.add(round.delays()));
    var points = new StringBuilder();
    for (double across = 0; across <= DECADES_ACROSS; across += 0.05) {
      var percentile = 100 - 100 / Math.pow(10, across);
      var millis = all.getValueAtPercentile(percentile) / 1e3;
      points.append("%.1f,%.1f ".formatted(x(percentile), y(millis)));
    }
    shapes.append("<polyline points=\"%s\" %s/>%n".formatted(points.toString().trim(), style));
  }

  private void legend(String style, int line, String title) {
    var y = top + 10 + line * 18;
    var x = LEFT + WIDTH + 20;
    shapes.append(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>%n".formatted(x, y, x + 30, y, style));
    text(x + 38, y + 4, "start", title);
  }

  private static double x(double percentile) {
    return LEFT + WIDTH * Math.log10(100 / (100 - percentile)) / DECADES_ACROSS;
  }

  private double y(double millis) {
    var up = (Math.log10(Math.max(millis, 0.1)) + 1) / DECADES_UP;
    return top + HEIGHT * (1 - Math.min(up, 1));
  }

  private void rule(double x1, double y1, double x2, double y2) {
    shapes.append(
        "<line x1=\"%.0f\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\" stroke=\"#dddddd\"/>%n"
            .formatted(x1, y1, x2, y2));
  }

  private void text(int x, int y, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="820" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(30 + PANEL * panels, shapes);
  }
}
