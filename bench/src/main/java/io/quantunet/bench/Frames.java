package io.quantunet.bench;

import java.util.Random;

/**
 * The frame that everybody computes.
 *
 * @param width pixels across
 * @param height pixels down
 * @param codes grey levels, {@code [height, width]}
 */
record Frames(int width, int height, byte[] codes) {

  /** Noise of all grey levels, the same for the same seed. */
  static Frames noise(int width, int height, long seed) {
    byte[] codes = new byte[width * height];
    new Random(seed).nextBytes(codes);
    return new Frames(width, height, codes);
  }

  int pixels() {
    return codes.length;
  }

  /** As values {@code pixel / 256}. */
  float[] values() {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (codes[i] & 0xFF) / 256f;
    }
    return values;
  }
}
