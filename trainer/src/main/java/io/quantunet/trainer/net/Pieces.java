package io.quantunet.trainer.net;

/**
 * A batch cut into equal pieces of some images. A layer takes its steps piece by piece, so that
 * what one step wrote is still in the cache when the next one reads it.
 *
 * @param count of the pieces
 * @param images of each
 */
record Pieces(int count, int images) {

  /** A megabyte of floats: the second-level cache of today's cores. */
  private static final int TARGET_FLOATS = 1 << 18;

  /** What is done with one piece. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it.
     *
     * @param firstImage of the piece
     */
    void from(int firstImage);
  }

  /**
   * Pieces for a layer.
   *
   * @param imageFloats of the larger of its two tensors
   * @param weights of the layer: they are read, and their gradients added up, once per piece, so a
   *     piece is not smaller than they are
   */
  static Pieces of(int batch, int imageFloats, int weights) {
    int target = Math.max(TARGET_FLOATS, weights);
    int images = Math.max(1, Math.min(batch, target / imageFloats));
    while (batch % images != 0) {
      images--;
    }
    return new Pieces(batch / images, images);
  }

  void forEach(Step step) {
    for (int piece = 0; piece < count; piece++) {
      step.from(piece * images);
    }
  }
}
