package io.quantunet.trainer.loss;

import io.quantunet.trainer.net.Tensor;

/**
 * Weighted sum of binary cross-entropy and Dice loss on the logits of a batch.
 *
 * <pre>
 * BCE  = mean over all pixels of max(z, 0) - z y + log(1 + exp(-|z|))
 * Dice = mean over images of 1 - (2 sum(p y) + S) / (sum p + sum y + S),   p = sigmoid(z)
 * </pre>
 *
 * <p>Dice is taken per image because the score that counts is: a batch-wide Dice would let large
 * lesions outvote small ones. With the tiny default of S an image without a lesion contributes a
 * constant: it teaches through the cross-entropy alone. With S = 1 (Milletari et al., arXiv
 * 1606.04797, as commonly coded) false pixels in it cost Dice too.
 *
 * @param crossEntropyWeight of BCE, not negative
 * @param diceWeight of the Dice loss, not negative
 * @param smooth S, positive
 */
public record SegmentationLoss(double crossEntropyWeight, double diceWeight, double smooth) {

  /** The recipe of the reference run: both count alike, S = 1e-5. */
  public static final SegmentationLoss DEFAULT = new SegmentationLoss(1, 1, 1e-5);

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public SegmentationLoss {
    if (!(crossEntropyWeight >= 0 && diceWeight >= 0)) {
      throw new IllegalArgumentException(
          "the weights of cross-entropy and Dice must not be negative, were %s and %s"
              .formatted(crossEntropyWeight, diceWeight));
    }
    if (!(smooth > 0)) {
      throw new IllegalArgumentException("smooth must be positive, was " + smooth);
    }
  }

  /**
   * What a batch cost, weights included.
   *
   * @param crossEntropy weight of BCE times BCE
   * @param dice weight of the Dice loss times that loss
   */
  public record Value(double crossEntropy, double dice) {

    /** The sum, which is what is minimized. */
    public double total() {
      return crossEntropy + dice;
    }
  }

  /** {@link #apply} of the default to a whole batch. */
  public static Value evaluate(Tensor logits, byte[] targets, Tensor gradient) {
    return DEFAULT.apply(logits, targets, logits.images(), gradient);
  }

  /** The same shape with both weights times a share, 0..1. */
  public SegmentationLoss times(double share) {
    return new SegmentationLoss(crossEntropyWeight * share, diceWeight * share, smooth);
  }

  /**
   * The loss, and its gradient.
   *
   * @param logits {@code [N, H, W, 1]}
   * @param targets 0 or 1, {@code [N, H, W]}
   * @param labelled the first so many images have targets, at least one; the others get a gradient
   *     of 0
   * @param gradient shaped as the logits; overwritten
   */
  public Value apply(Tensor logits, byte[] targets, int labelled, Tensor gradient) {
    int pixels = logits.size() / logits.images();
    float[] z = new float[pixels];
    double[] p = new double[pixels];
    double crossEntropy = 0;
    double dice = 0;
    for (int image = 0; image < labelled; image++) {
      logits.read(image * pixels, z, pixels);
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
      double numerator = 2 * both + smooth;
      double denominator = predicted + wanted + smooth;
      dice += 1 - numerator / denominator;
      for (int i = 0; i < pixels; i++) {
        int y = targets[image * pixels + i];
        double ofP = (numerator / denominator - 2 * y) / denominator / labelled;
        double ofCrossEntropy = (p[i] - y) / ((double) labelled * pixels);
        z[i] =
            (float) (crossEntropyWeight * ofCrossEntropy + diceWeight * (ofP * p[i] * (1 - p[i])));
      }
      gradient.write(image * pixels, z, pixels);
    }
    clear(gradient, labelled, pixels);
    return new Value(
        crossEntropyWeight * (crossEntropy / ((double) labelled * pixels)),
        diceWeight * (dice / labelled));
  }

  private static void clear(Tensor gradient, int firstImage, int pixels) {
    float[] zeros = new float[pixels];
    for (int image = firstImage; image < gradient.images(); image++) {
      gradient.write(image * pixels, zeros, pixels);
    }
  }
}
