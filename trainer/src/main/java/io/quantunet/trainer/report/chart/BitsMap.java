package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.Locale;
import java.util.Map;

/**
 * The bit width of every layer over the epochs as a map of colours: 23 lines in one chart would
 * hide each other.
 */
public final class BitsMap {

  private static final double MIN_BITS = 2;
  private static final double MAX_BITS = 8;
  private static final double WIDTH = 1060;
  private static final double LEFT = 130;
  private static final double RIGHT = WIDTH - 60;
  private static final double TOP = 52;
  private static final double ROW = 17;
  private static final double LEGEND_CELL = 26;

  private BitsMap() {}

  /**
   * Draws.
   *
   * @param epochs numbers of the epochs, at least one
   * @param layers layer to its width per epoch, bits
   */
  public static String svg(String title, double[] epochs, Map<String, double[]> layers) {
    double bottom = TOP + ROW * layers.size();
    Svg svg = new Svg(WIDTH, bottom + 46, title);
    svg.boldText(LEFT, 20, Anchor.START, Palette.INK, 14, title);
    legend(svg);
    double cell = (RIGHT - LEFT) / epochs.length;
    double y = TOP;
    for (Map.Entry<String, double[]> layer : layers.entrySet()) {
      svg.text(LEFT - 8, y + 12.5, Anchor.END, Palette.INK, layer.getKey());
      row(svg, y, cell, epochs, layer);
      y += ROW;
    }
    ticks(svg, epochs, cell, bottom);
    svg.text((LEFT + RIGHT) / 2, bottom + 36, Anchor.MIDDLE, Palette.INK, "epoch");
    return svg.end();
  }

  private static void row(
      Svg svg, double y, double cell, double[] epochs, Map.Entry<String, double[]> layer) {
    double[] bits = layer.getValue();
    for (int i = 0; i < epochs.length; i++) {
      if (Double.isFinite(bits[i])) {
        String what =
            String.format(
                Locale.ROOT, "%s, epoch %.0f: %.2f bits", layer.getKey(), epochs[i], bits[i]);
        svg.rectangle(LEFT + i * cell, y, cell + 0.3, ROW - 1, colour(bits[i]), what);
      }
    }
    double last = bits[bits.length - 1];
    if (Double.isFinite(last)) {
      String text = Svg.number(Math.rint(last * 10) / 10) + " bits";
      svg.smallText(RIGHT + 6, y + 12, Anchor.START, Palette.INK, text);
    }
  }

  private static void ticks(Svg svg, double[] epochs, double cell, double bottom) {
    int every = Math.max(1, (int) Math.ceil(epochs.length / 20.0));
    for (int i = 0; i < epochs.length; i++) {
      if (epochs[i] % every == 0 || epochs.length == 1) {
        String number = String.format(Locale.ROOT, "%.0f", epochs[i]);
        svg.text(LEFT + (i + 0.5) * cell, bottom + 16, Anchor.MIDDLE, Palette.SOFT_INK, number);
      }
    }
  }

  private static void legend(Svg svg) {
    double x = LEFT;
    for (double bits = MIN_BITS; bits <= MAX_BITS; bits++) {
      svg.rectangle(x, 30, LEGEND_CELL, 14, colour(bits), Svg.number(bits) + " bits");
      String ink = Palette.isDark(share(bits)) ? Svg.WHITE : Palette.INK;
      svg.cellText(x + LEGEND_CELL / 2, 41, ink, Svg.number(bits));
      x += LEGEND_CELL;
    }
    svg.text(
        x + 8, 41, Anchor.START, Palette.SOFT_INK, "bits; the number on the right: last epoch");
  }

  private static String colour(double bits) {
    return Palette.ramp(share(bits));
  }

  private static double share(double bits) {
    return (bits - MIN_BITS) / (MAX_BITS - MIN_BITS);
  }
}
