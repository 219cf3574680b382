package io.orderstream.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars in groups, each group with a scale of its own. */
final class Bars {

  private static final int LEFT = 230;
  private static final int WIDTH = 400;
  private static final int LINE = 26;

  private record Bar(String name, double length) {}

  private record Group(String title, List<Bar> bars) {

    double most() {
      return bars.stream().mapToDouble(Bar::length).max().orElse(1);
    }
  }

  private final List<Group> groups = new ArrayList<>();
  private final StringBuilder shapes = new StringBuilder();
  private int y;

  void title(String title) {
    groups.add(new Group(title, new ArrayList<>()));
  }

  void bar(String name, double length) {
    groups.getLast().bars().add(new Bar(name, length));
  }

  String svg() {
    groups.forEach(this::draw);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 %1$d" font-size="13" \
    font-family="sans-serif">
    <rect width="700" height="%1$d" fill="white"/>
    %2$s</svg>
    """
        .formatted(y + LINE / 2, shapes);
  }

  private void draw(Group group) {
    y += LINE;
    text(10, "start", group.title());
    var scale = WIDTH / group.most();
    group.bars().forEach(bar -> draw(bar, (int) (bar.length() * scale)));
    y += LINE / 2;
  }

  private void draw(Bar bar, int width) {
    y += LINE;
    text(LEFT - 8, "end", bar.name());
    shapes.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"#1f77b4\"/>%n"
            .formatted(LEFT, y - 14, width));
    text(LEFT + 6 + width, "start", "%,.0f".formatted(bar.length()));
  }

  private void text(int x, String anchor, String text) {
    shapes.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }
}
