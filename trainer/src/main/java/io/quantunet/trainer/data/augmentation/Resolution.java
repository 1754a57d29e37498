package io.quantunet.trainer.data.augmentation;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.proto.GreyImage;
import java.util.random.RandomGenerator;

/**
 * A coarser scanner: the image is reduced by a factor of up to {@code 1 + strength}, across up to
 * 1.5 times more than down (a beam is wider than its pulse is long), and stretched back, both by
 * the preprocessor that every frame goes through.
 */
final class Resolution implements ToneIngredient {

  private static final double MOST_ACROSS = 1.5;

  @Override
  public void apply(Picture picture, double strength, RandomGenerator random) {
    double factor = 1 + strength * random.nextDouble();
    double across = random.nextDouble(1, MOST_ACROSS);
    int width = picture.width();
    int height = picture.height();
    int coarseWidth = (int) Math.max(1, Math.rint(width / (factor * across)));
    int coarseHeight = (int) Math.max(1, Math.rint(height / factor));
    byte[] coarse =
        new FramePreprocessor(coarseWidth, coarseHeight)
            .toGrid(new GreyImage(width, height, picture.codes()));
    byte[] back =
        new FramePreprocessor(width, height)
            .toGrid(new GreyImage(coarseWidth, coarseHeight, coarse));
    System.arraycopy(back, 0, picture.codes(), 0, back.length);
  }
}
