package io.quantunet.trainer.data;

import java.util.Arrays;

/**
 * Images and masks to learn from in one step.
 *
 * @param grid of each image
 * @param codes grey levels, {@code [N, height, width]}, unsigned bytes
 * @param masks 0 or 1, {@code [N, height, width]}
 */
@SuppressWarnings("ArrayRecordComponent") // buffers on their way into a net, never compared
public record Batch(GridSize grid, byte[] codes, byte[] masks) {

  /** Number of images. */
  public int images() {
    return codes.length / grid.pixels();
  }

  /** This batch with the images of another one behind its own; both on the same grid. */
  public Batch followedBy(Batch other) {
    return new Batch(grid, joined(codes, other.codes), joined(masks, other.masks));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
