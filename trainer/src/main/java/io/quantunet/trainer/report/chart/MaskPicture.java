package io.quantunet.trainer.report.chart;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.util.Base64;

/** An image with the outlines of masks over it, the image as PNG data within the SVG. */
public final class MaskPicture {

  /** Colour of the true outline. */
  public static final String TRUTH = "#35C9FF";

  /** Colour of the outline that a net found. */
  public static final String FOUND = "#FF9F1C";

  private MaskPicture() {}

  /**
   * Draws; the page scales it.
   *
   * @param label what it shows
   * @throws IllegalArgumentException if a mask differs from the image in size
   */
  public static String svg(GreyImage image, BinaryMask truth, BinaryMask found, String label) {
    requireSameSize(image, truth);
    requireSameSize(image, found);
    Svg svg = new Svg(image.width(), image.height(), label);
    svg.image(image.width(), image.height(), "data:image/png;base64," + base64(image));
    svg.path(outline(truth), TRUTH, 1);
    svg.path(outline(found), FOUND, 1);
    return svg.end();
  }

  /** Path data along the edges between lesion and background pixels, the image's edge included. */
  static String outline(BinaryMask mask) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.at(x, y)) {
          edges(mask, x, y, path);
        }
      }
    }
    return path.toString();
  }

  private static void edges(BinaryMask mask, int x, int y, StringBuilder path) {
    if (x == 0 || !mask.at(x - 1, y)) {
      path.append("M%d %dv1".formatted(x, y));
    }
    if (x == mask.width() - 1 || !mask.at(x + 1, y)) {
      path.append("M%d %dv1".formatted(x + 1, y));
    }
    if (y == 0 || !mask.at(x, y - 1)) {
      path.append("M%d %dh1".formatted(x, y));
    }
    if (y == mask.height() - 1 || !mask.at(x, y + 1)) {
      path.append("M%d %dh1".formatted(x, y + 1));
    }
  }

  private static String base64(GreyImage image) {
    return Base64.getEncoder().encodeToString(PngImages.encode(image));
  }

  private static void requireSameSize(GreyImage image, BinaryMask mask) {
    if (image.width() != mask.width() || image.height() != mask.height()) {
      throw new IllegalArgumentException(
          "an image of %d x %d and a mask of %d x %d do not lie over each other"
              .formatted(image.width(), image.height(), mask.width(), mask.height()));
    }
  }
}
