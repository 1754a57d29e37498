package io.quantunet.simulator;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import java.util.Optional;

/** An image to be sent, with what is known of it. */
public final class SimulatedFrame {

  private final GreyImage image;
  private final double spacingMm;
  private final Optional<BinaryMask> truth;
  private final String origin;

  private SimulatedFrame(
      GreyImage image, double spacingMm, Optional<BinaryMask> truth, String origin) {
    this.image = image;
    this.spacingMm = spacingMm;
    this.truth = truth;
    this.origin = origin;
  }

  /**
   * An image whose lesion is known.
   *
   * @param spacingMm millimetres between pixel centres in both directions, 0 if unknown
   * @param truth the lesion at the image's size; empty of set pixels where there is none
   * @param origin where it is from, for people
   * @throws IllegalArgumentException if the sizes differ
   */
  public static SimulatedFrame withTruth(
      GreyImage image, double spacingMm, BinaryMask truth, String origin) {
    if (truth.width() != image.width() || truth.height() != image.height()) {
      throw new IllegalArgumentException(
          "%s: the mask is %d x %d, but the image is %d x %d"
              .formatted(origin, truth.width(), truth.height(), image.width(), image.height()));
    }
    return new SimulatedFrame(image, spacingMm, Optional.of(truth), origin);
  }

  /** An image of which nothing is known; arguments as in {@link #withTruth}. */
  public static SimulatedFrame withoutTruth(GreyImage image, double spacingMm, String origin) {
    return new SimulatedFrame(image, spacingMm, Optional.empty(), origin);
  }

  public GreyImage image() {
    return image;
  }

  /** Millimetres between pixel centres in both directions, 0 if unknown. */
  public double spacingMm() {
    return spacingMm;
  }

  /** The true lesion, if known. */
  public Optional<BinaryMask> truth() {
    return truth;
  }

  /** Where it is from, e.g. {@code benign/benign (12).png}. */
  public String origin() {
    return origin;
  }
}
