package io.quantunet.driver.verify;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Layers whose accumulators lie where an engine is most easily wrong. */
public final class HardLayers {

  /** Biases stay below it, so that no small sum brings an accumulator to {@code 2^31}. */
  private static final long BIAS_LIMIT = 1L << 30;

  private HardLayers() {}

  /**
   * Accumulators at and beside exact halves, from below zero to beyond the largest output code: the
   * weights are -1, 0 and 1, so that small input codes hit the ties.
   *
   * @param shift of every channel, 0..31
   */
  public static Layer ties(Random random, LayerShape shape, int shift) {
    byte[] weights = new byte[shape.out() * shape.kind().taps() * shape.in()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(3) - 1);
    }
    int[] bias = new int[shape.out()];
    int most = 2 * shape.output().maxActivationCode() + 10;
    for (int c = 0; c < bias.length; c++) {
      int halves = c * most / Math.max(1, shape.out() - 1) - 4 + random.nextInt(2);
      long at = halves * (1L << shift) / 2 + random.nextInt(3) - 1;
      bias[c] = (int) (at % BIAS_LIMIT);
    }
    return create(shape, weights, shift, bias);
  }

  /**
   * Accumulators that reach the proven bound: {@code magnitude} if every input code is the largest,
   * in every second channel {@code -magnitude}.
   *
   * @param magnitude of the largest accumulator, below {@code 2^31}
   * @param shift of every channel, 0..31
   */
  public static Layer reaching(Random random, LayerShape shape, long magnitude, int shift) {
    int taps = shape.kind().taps();
    long room = magnitude / shape.input().maxActivationCode() / shape.sums();
    int largest = (int) Math.min(shape.weights().maxWeightCode(), room);
    byte[] weights = new byte[shape.out() * taps * shape.in()];
    int[] bias = new int[shape.out()];
    for (int c = 0; c < shape.out(); c++) {
      int sign = c % 2 == 0 ? 1 : -1;
      int first = c * taps * shape.in();
      for (int i = 0; i < taps * shape.in(); i++) {
        // every tap of a transposed convolution has the same sum: each of its pixels is a case
        boolean repeated = shape.kind() == LayerKind.UPCONV_2X2 && i >= shape.in();
        weights[first + i] =
            repeated
                ? weights[first + i - shape.in()]
                : (byte) (sign * random.nextInt(largest + 1));
      }
      long sum = 0;
      for (int i = 0; i < shape.sums(); i++) {
        sum += Math.abs(weights[first + i]);
      }
      bias[c] = (int) (sign * (magnitude - sum * shape.input().maxActivationCode()));
    }
    return create(shape, weights, shift, bias);
  }

  /** The largest weights of one sign per channel, and no bias: sums as large as they get. */
  public static Layer heaviest(LayerShape shape, int shift) {
    int perChannel = shape.kind().taps() * shape.in();
    byte[] weights = new byte[shape.out() * perChannel];
    for (int c = 0; c < shape.out(); c++) {
      int sign = c % 2 == 0 ? 1 : -1;
      Arrays.fill(
          weights,
          c * perChannel,
          (c + 1) * perChannel,
          (byte) (sign * shape.weights().maxWeightCode()));
      if (c % 4 > 1) { // even and odd sums: float32 loses only odd ones at first
        weights[c * perChannel] -= (byte) sign;
      }
    }
    return create(shape, weights, shift, new int[shape.out()]);
  }

  /** A layer of channels that are all zero but for their bias. */
  public static Layer zero(LayerShape shape, int shift, IntUnaryOperator bias) {
    return create(
        shape,
        new byte[shape.out() * shape.kind().taps() * shape.in()],
        shift,
        IntStream.range(0, shape.out()).map(bias).toArray());
  }

  private static Layer create(LayerShape shape, byte[] weights, int shift, int[] bias) {
    int[] exponents = new int[shape.out()];
    Arrays.fill(exponents, shift); // both formats have exponent 0
    return new Layer(
        "layer",
        shape.kind(),
        shape.in(),
        shape.out(),
        shape.inputFormat(),
        shape.weights(),
        weights,
        exponents,
        bias,
        shape.outputFormat());
  }
}
