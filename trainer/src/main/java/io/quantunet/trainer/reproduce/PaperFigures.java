package io.quantunet.trainer.reproduce;

/**
 * What the QuantU-Net paper (Boerkamp and Thomas 2025, arXiv 2503.08719) prints, as far as it is
 * known to this project. The rows of its Table 2 between epoch 10 and the last, its losses and the
 * points of its curves are not: nothing here stands in for them.
 */
final class PaperFigures {

  /** Passes over the data. */
  static final int EPOCHS = 40;

  /** Price of bits. */
  static final double LAMBDA = 0.25;

  /** Where every learned width starts. */
  static final double START_BITS = 4;

  /** Layers with weights, each with a width of its own. */
  static final int LAYERS = 23;

  /** Pixel accuracy of the quantized net on the validation part. */
  static final double ACCURACY = 0.9425;

  /** Pixel accuracy of the float U-Net on the validation part. */
  static final double FLOAT_ACCURACY = 0.9614;

  /** Average bits; the means that could be meant differ. */
  static final double BITS = 4.24;

  /** Highest Dice of Table 2; how it is averaged is not said. */
  static final double BEST_DICE = 0.4947;

  /** The epoch of {@link #BEST_DICE}. */
  static final int BEST_EPOCH = 10;

  /** Dice of Table 2's last row. */
  static final double LAST_DICE = 0.3833;

  /**
   * Pixel accuracy of predicting nothing on all 780 images at 128 x 128: measured, the paper does
   * not print it.
   */
  static final double ALL_BACKGROUND_ACCURACY = 0.9217;

  /** Images of BUSI. */
  static final int BUSI_IMAGES = 780;

  /** Those of them with a lesion, which the literature takes. */
  static final int BUSI_LESION_IMAGES = 647;

  /** Lambda times the average bits: the paper's losses are known to be smaller than this. */
  static final double LOSS_BOUND = LAMBDA * BITS;

  private PaperFigures() {}
}
