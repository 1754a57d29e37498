package io.quantunet.trainer.loss;

import io.quantunet.trainer.net.Tensor;

/**
 * What it costs to disagree with a teacher's soft masks (Hinton et al., arXiv 1503.02531, for two
 * classes).
 *
 * <pre>
 * q = sigmoid(z_teacher / T),  p = sigmoid(z / T)
 * KD = weight * T^2 * mean over all pixels of KL(q || p)
 * </pre>
 *
 * <p>The factor {@code T^2} makes up for gradients that shrink by it, so that one weight serves
 * every temperature. The divergence is the cross-entropy less the teacher's own entropy: the same
 * gradient, and 0 where student and teacher agree.
 *
 * @param weight alpha, 0..1; the segmentation loss gets {@code 1 - alpha}
 * @param temperature T, positive; higher tells more of how sure the teacher is
 */
public record Distillation(double weight, double temperature) {

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public Distillation {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("the teacher's weight must be 0..1, was " + weight);
    }
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("the temperature must be positive, was " + temperature);
    }
  }

  /**
   * The loss; adds its gradient.
   *
   * @param logits of the student, {@code [N, H, W, 1]}
   * @param teacher its logits for the same images, of the same shape
   * @param gradient shaped as the logits; added to
   */
  public double addTo(Tensor logits, Tensor teacher, Tensor gradient) {
    int pixels = logits.size() / logits.images();
    float[] student = new float[pixels];
    float[] soft = new float[pixels];
    float[] g = new float[pixels];
    double scale = weight * temperature / logits.size();
    double divergence = 0;
    for (int image = 0; image < logits.images(); image++) {
      logits.read(image * pixels, student, pixels);
      teacher.read(image * pixels, soft, pixels);
      gradient.read(image * pixels, g, pixels);
      for (int i = 0; i < pixels; i++) {
        double z = student[i] / temperature;
        double t = soft[i] / temperature;
        double q = sigmoid(t);
        divergence += crossEntropy(z, q) - crossEntropy(t, q);
        g[i] += (float) (scale * (sigmoid(z) - q));
      }
      gradient.write(image * pixels, g, pixels);
    }
    return scale * temperature * divergence;
  }

  private static double crossEntropy(double z, double q) {
    return Math.max(z, 0) - z * q + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private static double sigmoid(double z) {
    double e = Math.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }
}
