package io.quantunet.trainer.data.augmentation;

/**
 * Fetches pixels from where they come from: grey levels between their four neighbours (bilinear,
 * rounded half to even), masks from the nearest. Outside of the image all is black and background.
 *
 * @param width pixels across
 * @param height pixels down
 */
record Resampling(int width, int height) {

  /** Grey codes, one for each source place. */
  void codes(byte[] from, double[] fromX, double[] fromY, byte[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (byte) bilinear(from, fromX[i], fromY[i]);
    }
  }

  /** Mask pixels, written from {@code offset} on. */
  void mask(byte[] from, double[] fromX, double[] fromY, byte[] to, int offset) {
    for (int i = 0; i < fromX.length; i++) {
      to[offset + i] = (byte) at(from, (int) Math.rint(fromX[i]), (int) Math.rint(fromY[i]));
    }
  }

  private int bilinear(byte[] codes, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double bottom = y - top;
    double upper = at(codes, left, top) * (1 - right) + at(codes, left + 1, top) * right;
    double lower = at(codes, left, top + 1) * (1 - right) + at(codes, left + 1, top + 1) * right;
    return (int) Math.rint(upper * (1 - bottom) + lower * bottom);
  }

  private int at(byte[] pixels, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x] & 0xFF;
  }
}
