package io.quantunet.trainer.report.metric;

import io.quantunet.proto.BinaryMask;
import java.util.Random;

/** Masks for tests. */
public final class Masks {

  private Masks() {}

  /** Rows of a picture: {@code #} is lesion, anything else background. */
  public static BinaryMask of(String... rows) {
    byte[] pixels = new byte[rows.length * rows[0].length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#' ? 1 : 0);
    }
    return new BinaryMask(rows[0].length(), rows.length, pixels);
  }

  /** A mask without any pixel set. */
  public static BinaryMask empty(int width, int height) {
    return new BinaryMask(width, height, new byte[width * height]);
  }

  /** Each pixel is lesion with this probability. */
  public static BinaryMask random(int width, int height, double density, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextDouble() < density ? 1 : 0);
    }
    return new BinaryMask(width, height, pixels);
  }
}
