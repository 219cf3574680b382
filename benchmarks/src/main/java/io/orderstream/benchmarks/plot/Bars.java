package io.orderstream.benchmarks.plot;

import java.util.Map;

/** Groups of horizontal bars, each group with a scale of its own, as SVG. */
public final class Bars {

  private static final int LEFT = 400;
  private static final int WIDTH = 400;
  private static final int LINE = 26;
  private static final String OURS = "#1f77b4";
  private static final String OTHERS = "#9aa5b1";

  private final StringBuilder shapes = new StringBuilder();
  private final String ours;
  private int y;

  /** Bars that are all alike. */
  public Bars() {
    this("");
  }

  /**
   * Bars of which one of each group stands out.
   *
   * @param ours its name
   */
  public Bars(String ours) {
    this.ours = ours;
  }

  /** Adds a group: a bar for each name. */
  public void group(String title, Map<String, Double> values) {
    y += LINE;
    text(10, "start", title);
    var most = values.values().stream().mapToDouble(value -> value).max().orElse(0);
    var scale = most > 0 ? WIDTH / most : 0;
    values.forEach((name, value) -> bar(name, value, (int) (value * scale)));
    y += LINE / 2;
  }

  private void bar(String name, double value, int length) {
    y += LINE;
    text(LEFT - 8, "end", name);
    shapes.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"%s\"/>%n"
            .formatted(LEFT, y - 14, length, ours.isEmpty() || ours.equals(name) ? OURS : OTHERS));
    var format = value < 100 ? "%.2f" : "%,.0f";
    text(LEFT + 6 + length, "start", format.formatted(value));
  }

  private void text(int x, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  public String svg() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="880" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(y + LINE / 2, shapes);
  }
}
