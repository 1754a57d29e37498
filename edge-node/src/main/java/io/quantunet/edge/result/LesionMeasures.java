package io.quantunet.edge.result;

import io.quantunet.driver.engine.Logits;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Point;
import java.util.Optional;

/**
 * What can be measured on a mask.
 *
 * @param pixels set pixels of the model's grid
 * @param areaMm2 their area in mm²; 0 if the frame's pixel spacing is unknown
 * @param box around the set pixels, in frame pixels, half open; empty if none is set
 * @param centroid mean of the set pixels' centres, in frame pixels; empty if none is set
 * @param confidence mean probability of the set pixels; if none is set, mean of {@code 1 - p} over
 *     all pixels; 0..1
 */
record LesionMeasures(
    long pixels,
    double areaMm2,
    Optional<BoundingBox> box,
    Optional<Point> centroid,
    double confidence) {

  /**
   * Measures a mask on the model's grid. A grid pixel covers {@code frame width / grid width} frame
   * pixels across and {@code frame height / grid height} down, since the frame was stretched to the
   * grid; its area in mm² is that times the spacings.
   *
   * @param mask the mask of these logits
   * @param logits where the probabilities come from
   * @param frame size and spacing
   */
  static LesionMeasures of(BinaryMask mask, Logits logits, Frame frame) {
    double scaleX = (double) frame.getWidth() / mask.width();
    double scaleY = (double) frame.getHeight() / mask.height();
    Extent extent = new Extent(mask, logits);
    double areaOfOne = frame.getSpacingXMm() * scaleX * (frame.getSpacingYMm() * scaleY);
    return new LesionMeasures(
        extent.count,
        extent.count * areaOfOne,
        extent.box(scaleX, scaleY),
        extent.centroid(scaleX, scaleY),
        extent.count == 0 ? backgroundConfidence(logits) : extent.probabilities / extent.count);
  }

  private static double backgroundConfidence(Logits logits) {
    double sum = 0;
    for (int i = 0; i < logits.values().length; i++) {
      sum += 1 - logits.probability(i);
    }
    return sum / logits.values().length;
  }

  /** Sums over the set pixels, in grid pixels. */
  private static final class Extent {

    private long count = 0;
    private double probabilities = 0;
    private double sumX = 0;
    private double sumY = 0;
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right = -1;
    private int bottom = -1;

    Extent(BinaryMask mask, Logits logits) {
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (mask.at(x, y)) {
            add(x, y, logits.probability(y * mask.width() + x));
          }
        }
      }
    }

    private void add(int x, int y, double probability) {
      count++;
      probabilities += probability;
      sumX += x + 0.5;
      sumY += y + 0.5;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
    }

    Optional<BoundingBox> box(double scaleX, double scaleY) {
      if (count == 0) {
        return Optional.empty();
      }
      return Optional.of(
          BoundingBox.newBuilder()
              .setLeft(left * scaleX)
              .setTop(top * scaleY)
              .setRight(right * scaleX)
              .setBottom(bottom * scaleY)
              .build());
    }

    Optional<Point> centroid(double scaleX, double scaleY) {
      if (count == 0) {
        return Optional.empty();
      }
      return Optional.of(
          Point.newBuilder().setX(sumX / count * scaleX).setY(sumY / count * scaleY).build());
    }
  }
}
