package io.quantunet.trainer.data;

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
}
