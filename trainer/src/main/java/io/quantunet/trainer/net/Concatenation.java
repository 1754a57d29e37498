package io.quantunet.trainer.net;

/**
 * Skip concatenation, upsampled channels first. The upsampled source comes as its 1x1 convolution
 * left it, {@code [N, H/2, W/2, ky, kx, C]}; pixel {@code (2y+ky, 2x+kx)} of the result takes it
 * from there.
 */
final class Concatenation {

  private Concatenation() {}

  static void forward(Tensor packed, Tensor skip, Tensor output) {
    Rows rows = new Rows(packed, skip, output);
    for (int row = 0; row < output.images() * output.height(); row++) {
      packed.read(rows.packedAt(row), rows.packed, rows.packed.length);
      skip.read(row * rows.skip.length, rows.skip, rows.skip.length);
      for (int x = 0; x < output.width(); x++) {
        int from = rows.packedOffset(row, x);
        int to = x * output.channels();
        System.arraycopy(rows.packed, from, rows.output, to, rows.upChannels);
        System.arraycopy(
            rows.skip, x * skip.channels(), rows.output, to + rows.upChannels, skip.channels());
      }
      output.write(row * rows.output.length, rows.output, rows.output.length);
    }
  }

  /** Cuts the gradient of the result into those of the sources; both are overwritten. */
  static void backward(Tensor outputGradient, Tensor packedGradient, Tensor skipGradient) {
    Rows rows = new Rows(packedGradient, skipGradient, outputGradient);
    for (int row = 0; row < outputGradient.images() * outputGradient.height(); row++) {
      outputGradient.read(row * rows.output.length, rows.output, rows.output.length);
      if (row % 2 == 1) { // a packed row collects two rows of pixels
        packedGradient.read(rows.packedAt(row), rows.packed, rows.packed.length);
      }
      for (int x = 0; x < outputGradient.width(); x++) {
        int from = x * outputGradient.channels();
        System.arraycopy(
            rows.output, from, rows.packed, rows.packedOffset(row, x), rows.upChannels);
        System.arraycopy(
            rows.output,
            from + rows.upChannels,
            rows.skip,
            x * skipGradient.channels(),
            skipGradient.channels());
      }
      packedGradient.write(rows.packedAt(row), rows.packed, rows.packed.length);
      skipGradient.write(row * rows.skip.length, rows.skip, rows.skip.length);
    }
  }

  /** Row buffers and the packed source's addressing. */
  private static final class Rows {
    final int upChannels;
    final float[] packed;
    final float[] skip;
    final float[] output;

    Rows(Tensor packed, Tensor skip, Tensor output) {
      this.upChannels = packed.channels() / 4;
      this.packed = new float[packed.width() * packed.channels()];
      this.skip = new float[skip.width() * skip.channels()];
      this.output = new float[output.width() * output.channels()];
    }

    int packedAt(int row) {
      return row / 2 * packed.length;
    }

    int packedOffset(int row, int x) {
      return (x / 2 * 4 + row % 2 * 2 + x % 2) * upChannels;
    }
  }
}
