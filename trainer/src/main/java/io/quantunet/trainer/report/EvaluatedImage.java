package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.metric.PixelSpacing;
import java.util.Optional;

/**
 * An image, its true mask and the one that a net found, all on the net's grid.
 *
 * @param name file name
 * @param className e.g. {@code benign}
 * @param leakGroup the near-duplicates that it is one of; empty if that is not known
 * @param image what the net saw
 * @param truth union of the image's masks
 * @param found by the net
 * @param millimetres size of a pixel of the grid in mm, where it is known
 */
public record EvaluatedImage(
    String name,
    String className,
    Optional<String> leakGroup,
    GreyImage image,
    BinaryMask truth,
    BinaryMask found,
    Optional<PixelSpacing> millimetres) {

  /** A sample, and what a net found in it; nobody knows the size of its pixels. */
  public static EvaluatedImage of(Sample sample, BinaryMask found) {
    BinaryMask truth = sample.mask();
    return new EvaluatedImage(
        sample.name(),
        sample.className(),
        sample.nearDuplicates(),
        new GreyImage(truth.width(), truth.height(), sample.codes()),
        truth,
        found,
        Optional.empty());
  }

  /** The figures of this image. */
  public ImageScore score() {
    return ImageScore.of(this);
  }
}
