package io.quantunet.trainer.data.augmentation;

/**
 * Burns marks into a picture: what lies under them is gone for all but the share that the pen
 * leaves.
 *
 * @param picture to draw on
 * @param level grey level of the ink, 0..255
 * @param cover share of the ink in the result, 0..1; less than 1 after a reduction to the grid
 */
record Pen(Picture picture, double level, double cover) {

  /** One pixel, a darker one never; nothing outside of the picture. */
  void dot(int x, int y) {
    if (x >= 0 && y >= 0 && x < picture.width() && y < picture.height()) {
      int below = picture.at(x, y);
      picture.set(x, y, Math.max(below, below + (level - below) * cover));
    }
  }

  /** A square of pixels. */
  void square(int left, int top, int side) {
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        dot(x, y);
      }
    }
  }
}
