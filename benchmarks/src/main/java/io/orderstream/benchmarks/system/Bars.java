package io.orderstream.benchmarks.system;

import java.util.Collections;
import java.util.Map;

/** Groups of bars, each group with a scale of its own. */
final class Bars {

  private static final int LEFT = 270;
  private static final int WIDTH = 350;
  private static final int LINE = 26;

  private final StringBuilder shapes = new StringBuilder();
  private int y;

  void group(String title, Map<String, Double> values) {
    y += LINE;
    text(10, "start", title);
    var scale = WIDTH / Math.max(Collections.max(values.values()), 1e-9);
    values.forEach((name, value) -> bar(name, value, value * scale));
    y += LINE / 2;
  }

  private void bar(String name, double value, double length) {
    y += LINE;
    text(LEFT - 8, "end", name);
    shapes.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"#1f77b4\"/>%n"
            .formatted(LEFT, y - 14, length));
    text(
        LEFT + 6 + (int) length,
        "start",
        value < 100 ? "%.2f".formatted(value) : "%,.0f".formatted(value));
  }

  private void text(int x, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="700" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(y + LINE / 2, shapes);
  }
}
