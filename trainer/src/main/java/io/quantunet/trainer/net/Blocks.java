package io.quantunet.trainer.net;

/** Walks over a tensor block by block. */
final class Blocks {

  private Blocks() {}

  /** What is done with one block. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it.
     *
     * @param position of its first float
     * @param count of its floats
     */
    void at(int position, int count);
  }

  /**
   * Takes a step at every block of some images.
   *
   * @param firstImage of them
   * @param images their number
   */
  static void forEach(Tensor tensor, int firstImage, int images, int blockSize, Step step) {
    int end = (firstImage + images) * tensor.imageSize();
    for (int position = firstImage * tensor.imageSize(); position < end; position += blockSize) {
      step.at(position, Math.min(blockSize, end - position));
    }
  }
}
