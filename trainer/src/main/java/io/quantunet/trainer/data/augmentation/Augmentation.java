package io.quantunet.trainer.data.augmentation;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One random view of an image and its mask. The order is fixed: place and shape first, in one
 * resampling (two would blur twice); then what tissue and scanner do to the tones; what is burnt in
 * comes last. The mask follows place and shape only. The result is codes again, since codes are
 * what the net will get.
 *
 * <p>It holds no state: any number of threads may draw at once, each with its own generator.
 */
public final class Augmentation {

  private static final Map<Ingredient, ToneIngredient> BEFORE_THE_CURVE =
      inOrder(
          Map.of(
              Ingredient.SHADOW, new AcousticShadow(),
              Ingredient.RESOLUTION, new Resolution(),
              Ingredient.TIME_GAIN, new TimeGain(),
              Ingredient.DYNAMIC_RANGE, new DynamicRange()));

  private static final Map<Ingredient, ToneIngredient> AFTER_THE_CURVE =
      inOrder(
          Map.of(
              Ingredient.SPECKLE, new Speckle(),
              Ingredient.NOISE, new PixelNoise(),
              Ingredient.CALLIPERS, new Callipers(),
              Ingredient.TEXT, new Text()));

  private final AugmentationSettings settings;
  private final int width;
  private final int height;

  /**
   * @param settings what to do
   * @param width pixels across of all images and views
   * @param height pixels down
   */
  public Augmentation(AugmentationSettings settings, int width, int height) {
    this.settings = settings;
    this.width = width;
    this.height = height;
  }

  /**
   * Draws one view with the next numbers of a generator.
   *
   * @param codes the image's grey levels, {@code [height, width]}
   * @param mask its mask, 0 or 1
   */
  public void draw(byte[] codes, byte[] mask, RandomGenerator random, View view) {
    draw(codes, mask, Chances.shared(random), view);
  }

  /**
   * Draws the view that belongs to a seed. Each ingredient has its own numbers: without one of
   * them, the others do what they did.
   *
   * @param codes the image's grey levels, {@code [height, width]}
   * @param mask its mask, 0 or 1
   */
  public void draw(byte[] codes, byte[] mask, DrawSeed seed, View view) {
    draw(codes, mask, Chances.apart(seed), view);
  }

  private void draw(byte[] codes, byte[] mask, Chances chances, View view) {
    Picture picture = new Picture(width, height, new byte[width * height]);
    place(codes, mask, chances, picture, view);
    BEFORE_THE_CURVE.forEach((name, step) -> apply(name, step, picture, chances));
    ToneCurve.draw(settings, chances).apply(picture);
    AFTER_THE_CURVE.forEach((name, step) -> apply(name, step, picture, chances));
    System.arraycopy(picture.codes(), 0, view.codes(), view.offset(), picture.codes().length);
  }

  private void place(byte[] codes, byte[] mask, Chances chances, Picture picture, View view) {
    double[] fromX = new double[width * height];
    double[] fromY = new double[width * height];
    Placement.draw(settings, chances, width, height).fill(width, height, fromX, fromY);
    Dose elastic = settings.dose(Ingredient.ELASTIC);
    RandomGenerator random = chances.of(Ingredient.ELASTIC);
    if (elastic.happens(random)) {
      Bend.addTo(fromX, fromY, width, height, elastic.strength(), random);
    }
    Resampling resampling = new Resampling(width, height);
    resampling.codes(codes, fromX, fromY, picture.codes());
    resampling.mask(mask, fromX, fromY, view.mask(), view.offset());
  }

  private void apply(Ingredient name, ToneIngredient step, Picture picture, Chances chances) {
    Dose dose = settings.dose(name);
    RandomGenerator random = chances.of(name);
    if (dose.happens(random)) {
      step.apply(picture, dose.strength(), random);
    }
  }

  /** In the order of the enum, which is the order of the pipeline. */
  private static Map<Ingredient, ToneIngredient> inOrder(Map<Ingredient, ToneIngredient> steps) {
    return new EnumMap<>(steps);
  }
}
