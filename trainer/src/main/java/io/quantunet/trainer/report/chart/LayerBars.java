package io.quantunet.trainer.report.chart;

import io.quantunet.trainer.report.chart.Svg.Anchor;
import java.util.Map;

/** The bit width of every layer of a finished model, a bar each. */
public final class LayerBars {

  private static final double WIDTH = 1060;
  private static final double LEFT = 40;
  private static final double TOP = 40;
  private static final double BIT = 13;
  private static final double MAX_BITS = 8;
  private static final double BASE = TOP + BIT * MAX_BITS;
  private static final double NAMES = 100;

  private LayerBars() {}

  /**
   * Draws.
   *
   * @param layers layer to its width in bits, in order of execution
   */
  public static String svg(String title, Map<String, Integer> layers) {
    Svg svg = new Svg(WIDTH, BASE + NAMES, title);
    svg.boldText(LEFT, 20, Anchor.START, Palette.INK, 14, title);
    for (int bits = 0; bits <= MAX_BITS; bits += 2) {
      svg.line(LEFT, BASE - bits * BIT, WIDTH - 10, BASE - bits * BIT, Palette.GRID, 1);
      svg.text(
          LEFT - 7, BASE - bits * BIT + 4, Anchor.END, Palette.SOFT_INK, Integer.toString(bits));
    }
    svg.verticalText(12, (TOP + BASE) / 2, Palette.INK, "bits");
    double slot = (WIDTH - 10 - LEFT) / Math.max(1, layers.size());
    double x = LEFT;
    for (Map.Entry<String, Integer> layer : layers.entrySet()) {
      bar(svg, x, slot, layer.getKey(), layer.getValue());
      x += slot;
    }
    return svg.end();
  }

  private static void bar(Svg svg, double x, double slot, String name, int bits) {
    double middle = x + slot / 2;
    double height = bits * BIT;
    svg.rectangle(
        x + 0.15 * slot, BASE - height, 0.7 * slot, height, Palette.BLUE, name + ": " + bits);
    svg.text(middle, BASE - height - 4, Anchor.MIDDLE, Palette.INK, Integer.toString(bits));
    svg.slantedText(middle + 4, BASE + 12, Palette.INK, name);
  }
}
