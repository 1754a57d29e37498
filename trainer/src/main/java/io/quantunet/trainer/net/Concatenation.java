package io.quantunet.trainer.net;

import org.bytedeco.dnnl.memory;

/**
 * Skip concatenation between fixed tensors, upsampled channels first. The upsampled source comes as
 * its 1x1 convolution left it, {@code [N, H/2, W/2, ky, kx, C]}; pixel {@code (2y+ky, 2x+kx)} of
 * the result takes it from there.
 */
final class Concatenation implements AutoCloseable {

  private final Tensor packed;
  private final Tensor skip;
  private final Tensor output;
  private final int upChannels;
  private final Copy unpack;
  private final Copy append;
  private final Copy pack;
  private final Copy addSkip;

  /** All three of one precision; gradients are float32. */
  Concatenation(Workspace workspace, Tensor packed, Tensor skip, Tensor output) {
    this.packed = packed;
    this.skip = skip;
    this.output = output;
    this.upChannels = packed.channels() / 4;
    Precision precision = output.precision();
    try (memory.desc packedView = packedView(precision);
        memory.desc unpackedView = unpackedView(precision);
        memory.desc skipView = pixels(skip, precision);
        memory.desc appendedView = appended(precision);
        memory.desc packedGradient = packedView(Precision.FLOAT32);
        memory.desc unpackedGradient = unpackedView(Precision.FLOAT32);
        memory.desc skipGradient = pixels(skip, Precision.FLOAT32);
        memory.desc appendedGradient = appended(Precision.FLOAT32)) {
      this.unpack = Copy.replacing(workspace, packedView, unpackedView);
      this.append = Copy.replacing(workspace, skipView, appendedView);
      this.pack = Copy.replacing(workspace, unpackedGradient, packedGradient);
      this.addSkip = Copy.adding(workspace, appendedGradient, skipGradient);
    }
  }

  /** Puts the sources in place. */
  void forward() {
    unpack.run(packed.at(0), output.at(0));
    append.run(skip.at(0), output.at(upChannels));
  }

  /** Cuts the upsampled source's gradient out of that of the result; overwritten. */
  void backwardToPacked(Tensor outputGradient, Tensor packedGradient) {
    pack.run(outputGradient.at(0), packedGradient.at(0));
  }

  /** Adds the skip's part of the gradient of the result to that of the skip. */
  void addToSkip(Tensor outputGradient, Tensor skipGradient) {
    addSkip.run(outputGradient.at(upChannels), skipGradient.at(0));
  }

  @Override
  public void close() {
    unpack.close();
    append.close();
    pack.close();
    addSkip.close();
  }

  /** {@code [N * H/2, ky, W/2, kx, C]} over the packed source. */
  private memory.desc packedView(Precision precision) {
    long pixel = packed.channels();
    return OneDnn.strided(
        precision,
        quads(),
        new long[] {packed.width() * pixel, 2L * upChannels, pixel, upChannels, 1});
  }

  /** The same over the first channels of the result. */
  private memory.desc unpackedView(Precision precision) {
    long pixel = output.channels();
    long row = output.width() * pixel;
    return OneDnn.strided(precision, quads(), new long[] {2 * row, row, 2 * pixel, pixel, 1});
  }

  private long[] quads() {
    return new long[] {(long) packed.images() * packed.height(), 2, packed.width(), 2, upChannels};
  }

  private static memory.desc pixels(Tensor tensor, Precision precision) {
    long[] dimensions = {tensor.size() / tensor.channels(), tensor.channels()};
    return OneDnn.strided(precision, dimensions, new long[] {tensor.channels(), 1});
  }

  /** The skip's pixels over the last channels of the result. */
  private memory.desc appended(Precision precision) {
    long[] dimensions = {skip.size() / skip.channels(), skip.channels()};
    return OneDnn.strided(precision, dimensions, new long[] {output.channels(), 1});
  }
}
