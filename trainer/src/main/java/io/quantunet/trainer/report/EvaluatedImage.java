package io.quantunet.trainer.report;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.trainer.report.metric.PixelSpacing;
import java.util.Optional;

/**
 * An image, its true mask and the one that a net found, all on the net's grid.
 *
 * @param name file name
 * @param className e.g. {@code benign}
 * @param image what the net saw
 * @param truth union of the image's masks
 * @param found by the net
 * @param millimetres size of a pixel of the grid in mm, where it is known
 */
public record EvaluatedImage(
    String name,
    String className,
    GreyImage image,
    BinaryMask truth,
    BinaryMask found,
    Optional<PixelSpacing> millimetres) {

  /** The figures of this image. */
  public ImageScore score() {
    return ImageScore.of(name, className, found, truth, millimetres);
  }
}
