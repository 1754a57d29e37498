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

  static void forEach(Tensor tensor, int blockSize, Step step) {
    int size = tensor.size();
    for (int position = 0; position < size; position += blockSize) {
      step.at(position, Math.min(blockSize, size - position));
    }
  }
}
