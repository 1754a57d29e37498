package io.quantunet.trainer.reproduce;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.loss.BitWidthForm;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import java.util.Arrays;
import java.util.Random;

/**
 * Between what a weighted mean of 23 widths can lie if their plain mean is known: the bits above 2
 * go to the cheapest layers, or to the dearest, up to 8.
 *
 * @param low bits
 * @param high bits
 */
record MeanRange(double low, double high) {

  /** Ratios between layers hardly depend on the width, and not at all on the grid. */
  private static final NetSettings SHAPE = NetSettings.quantized(16, 16, 16, 1);

  /** For layers that all count alike the mean is what it is. */
  static MeanRange of(BitWidthForm form, double meanByLayer) {
    return of(costs(form), meanByLayer);
  }

  /**
   * For any costs.
   *
   * @param costs of a bit, by layer
   */
  static MeanRange of(double[] costs, double meanByLayer) {
    double[] cheapestFirst = costs.clone();
    Arrays.sort(cheapestFirst);
    double[] dearestFirst = new double[costs.length];
    for (int i = 0; i < costs.length; i++) {
      dearestFirst[i] = cheapestFirst[costs.length - 1 - i];
    }
    return new MeanRange(filled(cheapestFirst, meanByLayer), filled(dearestFirst, meanByLayer));
  }

  private static double filled(double[] costs, double meanByLayer) {
    double left = (meanByLayer - BitWidth.MIN_BITS) * costs.length;
    double sum = 0;
    for (double cost : costs) {
      double extra = Math.min(left, BitWidth.MAX_BITS - BitWidth.MIN_BITS);
      left -= extra;
      sum += cost * (BitWidth.MIN_BITS + extra);
    }
    return sum / Arrays.stream(costs).sum();
  }

  /** What a bit of each layer counts in a form. */
  static double[] costs(BitWidthForm form) {
    try (UNet net = new UNet(SHAPE, new Random(1))) {
      double[] costs = new double[net.layers().size()];
      int index = 0;
      for (ConvLayer layer : net.layers()) {
        costs[index++] = form.of(layer);
      }
      return costs;
    }
  }
}
