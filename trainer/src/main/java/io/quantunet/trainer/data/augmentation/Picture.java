package io.quantunet.trainer.data.augmentation;

/**
 * A view in the making. Ingredients change its codes in place; between two of them they are grey
 * codes again, rounded half to even. It belongs to one thread.
 *
 * @param width pixels across
 * @param height pixels down
 * @param codes grey levels, {@code [height, width]}, unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a working buffer, never compared
record Picture(int width, int height, byte[] codes) {

  /** The side that grains and letters were sized for. */
  private static final double USUAL_SIDE = 128;

  int at(int x, int y) {
    return codes[y * width + x] & 0xFF;
  }

  void set(int x, int y, double level) {
    codes[y * width + x] = code(level);
  }

  /** How many pixels here are what one pixel is on a grid of 128. */
  double pixelsPerUsual() {
    return Math.min(width, height) / USUAL_SIDE;
  }

  /** The nearest code, ties to the even one. */
  static byte code(double level) {
    return (byte) Math.max(0, Math.min(255, Math.rint(level)));
  }
}
