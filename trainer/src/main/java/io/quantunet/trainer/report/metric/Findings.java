package io.quantunet.trainer.report.metric;

import io.quantunet.proto.BinaryMask;
import java.util.Arrays;

/** The connected parts of a mask; pixels that touch at an edge or a corner belong together. */
public final class Findings {

  private Findings() {}

  /**
   * A mask without its small parts.
   *
   * @param least pixels that a part must have to stay
   */
  public static BinaryMask ofAtLeast(int least, BinaryMask mask) {
    byte[] left = mask.pixels().clone();
    byte[] kept = new byte[left.length];
    int[] part = new int[left.length];
    for (int start = 0; start < left.length; start++) {
      if (left[start] != 0) {
        int size = take(start, mask.width(), left, part);
        if (size >= least) {
          Arrays.stream(part, 0, size).forEach(pixel -> kept[pixel] = 1);
        }
      }
    }
    return new BinaryMask(mask.width(), mask.height(), kept);
  }

  /**
   * Moves the part that a pixel belongs to out of a mask; its pixels are listed in {@code part}.
   */
  private static int take(int start, int width, byte[] left, int[] part) {
    int height = left.length / width;
    int size = 0;
    part[size++] = start;
    left[start] = 0;
    for (int next = 0; next < size; next++) {
      int x = part[next] % width;
      int y = part[next] / width;
      for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          if (left[v * width + u] != 0) {
            left[v * width + u] = 0;
            part[size++] = v * width + u;
          }
        }
      }
    }
    return size;
  }
}
