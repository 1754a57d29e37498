package io.quantunet.trainer.report.chart;

import java.util.Locale;

/** Writes the few SVG elements that the charts need. Coordinates are pixels, y downwards. */
final class Svg {

  /** Where a text lies with respect to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String WHITE = "#ffffff";

  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif";

  private final StringBuilder out = new StringBuilder();

  /**
   * Begins a drawing.
   *
   * @param label what it shows, for those who cannot see it
   */
  Svg(double width, double height, String label) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
            + " role=\"img\" aria-label=\"%s\" font-family=\"%s\" font-size=\"12\">%n",
        number(width), number(height), number(width), number(height), Markup.escape(label), FONT);
  }

  void line(double x1, double y1, double x2, double y2, String stroke, double width) {
    add(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>%n",
        number(x1), number(y1), number(x2), number(y2), stroke, number(width));
  }

  void dashedLine(double x1, double y1, double x2, double y2, String stroke) {
    add(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"1.2\""
            + " stroke-dasharray=\"5 4\"/>%n",
        number(x1), number(y1), number(x2), number(y2), stroke);
  }

  /** An open line; {@code path} is SVG path data. */
  void path(String path, String stroke, double width) {
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\""
            + " stroke-linecap=\"round\"/>%n",
        path, stroke, number(width));
  }

  /** A filled circle; {@code title} shows when the pointer rests on it. */
  void circle(double x, double y, double radius, String fill, double opacity, String title) {
    add(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" fill-opacity=\"%s\"><title>%s</title>"
            + "</circle>%n",
        number(x), number(y), number(radius), fill, number(opacity), Markup.escape(title));
  }

  /** A filled rectangle; {@code title} shows when the pointer rests on it. */
  void rectangle(double x, double y, double width, double height, String fill, String title) {
    add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"><title>%s</title></rect>%n",
        number(x), number(y), number(width), number(height), fill, Markup.escape(title));
  }

  /** An image from the upper left corner on; {@code data} is a data URL. */
  void image(double width, double height, String data) {
    add("<image width=\"%s\" height=\"%s\" href=\"%s\"/>%n", number(width), number(height), data);
  }

  void text(double x, double y, Anchor anchor, String fill, String text) {
    text(x, y, anchor, fill, 12, "", text);
  }

  void boldText(double x, double y, Anchor anchor, String fill, double size, String text) {
    text(x, y, anchor, fill, size, " font-weight=\"600\"", text);
  }

  /** With a white rim, to be read over lines. */
  void smallText(double x, double y, Anchor anchor, String fill, String text) {
    String rim = " paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"2.5\"";
    text(x, y, anchor, fill, 10, rim, text);
  }

  /** A small text in the middle of a filled cell. */
  void cellText(double x, double y, String fill, String text) {
    text(x, y, Anchor.MIDDLE, fill, 10, "", text);
  }

  /** A text that reads upwards. */
  void verticalText(double x, double y, String fill, String text) {
    String turned = " transform=\"rotate(-90 %s %s)\"".formatted(number(x), number(y));
    text(x, y, Anchor.MIDDLE, fill, 12, turned, text);
  }

  /** A small text that rises to its point. */
  void slantedText(double x, double y, String fill, String text) {
    String turned = " transform=\"rotate(-45 %s %s)\"".formatted(number(x), number(y));
    text(x, y, Anchor.END, fill, 11, turned, text);
  }

  private void text(
      double x, double y, Anchor anchor, String fill, double size, String more, String text) {
    add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%s\"%s>%s</text>%n",
        number(x), number(y), anchor.word(), fill, number(size), more, Markup.escape(text));
  }

  /** The finished drawing. */
  String end() {
    return out + "</svg>\n";
  }

  /** At most two decimals, no trailing zeros, always a point. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    String shorter = text.replaceAll("0+$", "").replaceAll("\\.$", "");
    return shorter.equals("-0") ? "0" : shorter;
  }

  private void add(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
