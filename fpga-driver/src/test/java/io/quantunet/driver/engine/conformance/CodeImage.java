package io.quantunet.driver.engine.conformance;

/**
 * Codes {@code [height, width, channels]} with their sizes.
 *
 * @param codes as bytes
 */
record CodeImage(int height, int width, int channels, byte[] codes) {

  CodeImage(int height, int width, int channels) {
    this(height, width, channels, new byte[height * width * channels]);
  }

  byte get(int y, int x, int channel) {
    return codes[(y * width + x) * channels + channel];
  }

  void set(int y, int x, int channel, byte code) {
    codes[(y * width + x) * channels + channel] = code;
  }

  boolean contains(int y, int x) {
    return y >= 0 && y < height && x >= 0 && x < width;
  }

  /** This image's channels, then the other's. */
  CodeImage beside(CodeImage other) {
    CodeImage both = new CodeImage(height, width, channels + other.channels);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < both.channels; c++) {
          both.set(y, x, c, c < channels ? get(y, x, c) : other.get(y, x, c - channels));
        }
      }
    }
    return both;
  }
}
