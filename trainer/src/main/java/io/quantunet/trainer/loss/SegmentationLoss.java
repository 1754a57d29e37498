package io.quantunet.trainer.loss;

import io.quantunet.trainer.net.Tensor;

/**
 * Binary cross-entropy plus Dice loss on the logits of a batch.
 *
 * <pre>
 * BCE  = mean over all pixels of max(z, 0) - z y + log(1 + exp(-|z|))
 * Dice = mean over images of 1 - (2 sum(p y) + S) / (sum p + sum y + S),   p = sigmoid(z), S = 1e-5
 * </pre>
 *
 * <p>Dice is taken per image because the score that counts is: a batch-wide Dice would let large
 * lesions outvote small ones. An image without a lesion then contributes a constant (S is tiny): it
 * teaches through the cross-entropy alone.
 */
public final class SegmentationLoss {

  private static final double SMOOTH = 1e-5;

  /**
   * What a batch cost.
   *
   * @param crossEntropy BCE
   * @param dice Dice loss, 0..1
   */
  public record Value(double crossEntropy, double dice) {

    /** The sum, which is what is minimized. */
    public double total() {
      return crossEntropy + dice;
    }
  }

  private SegmentationLoss() {}

  /**
   * The loss, and its gradient.
   *
   * @param logits {@code [N, H, W, 1]}
   * @param targets 0 or 1, {@code [N, H, W]}
   * @param gradient shaped as the logits; overwritten
   */
  public static Value evaluate(Tensor logits, byte[] targets, Tensor gradient) {
    int images = logits.images();
    int pixels = logits.size() / images;
    float[] z = new float[pixels];
    double crossEntropy = 0;
    double dice = 0;
    for (int image = 0; image < images; image++) {
      logits.read(image * pixels, z, pixels);
      double[] p = new double[pixels];
      double both = 0;
      double predicted = 0;
      double wanted = 0;
      for (int i = 0; i < pixels; i++) {
        int y = targets[image * pixels + i];
        double e = Math.exp(-Math.abs(z[i]));
        p[i] = z[i] >= 0 ? 1 / (1 + e) : e / (1 + e);
        crossEntropy += Math.max(z[i], 0) - z[i] * y + Math.log1p(e);
        both += p[i] * y;
        predicted += p[i];
        wanted += y;
      }
      double numerator = 2 * both + SMOOTH;
      double denominator = predicted + wanted + SMOOTH;
      dice += 1 - numerator / denominator;
      for (int i = 0; i < pixels; i++) {
        int y = targets[image * pixels + i];
        double ofP = (numerator / denominator - 2 * y) / denominator / images;
        double ofCrossEntropy = (p[i] - y) / ((double) images * pixels);
        z[i] = (float) (ofCrossEntropy + ofP * p[i] * (1 - p[i]));
      }
      gradient.write(image * pixels, z, pixels);
    }
    return new Value(crossEntropy / ((double) images * pixels), dice / images);
  }
}
