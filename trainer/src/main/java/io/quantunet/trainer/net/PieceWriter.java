package io.quantunet.trainer.net;

import java.util.function.IntFunction;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * Writes a tensor piece by piece. A piece in bfloat16 is first computed in the workspace's float32
 * and rounded once it is complete, by oneDNN: Java 17 does not vectorise that conversion.
 */
final class PieceWriter implements AutoCloseable {

  private final Workspace workspace;
  private final Tensor inPlace;
  private final Precision precision;
  private final IntFunction<Pointer> target;
  private final Copy round;
  private int start;

  private PieceWriter(
      Workspace workspace,
      Tensor inPlace,
      Precision precision,
      IntFunction<Pointer> target,
      int pieceSize) {
    this.workspace = workspace;
    this.inPlace = inPlace;
    this.precision = precision;
    this.target = target;
    workspace.reserve(pieceSize, 0);
    try (memory.desc floats = OneDnn.row(Precision.FLOAT32, pieceSize);
        memory.desc stored = OneDnn.row(precision, pieceSize)) {
      this.round = Copy.replacing(workspace, floats, stored);
    }
  }

  /** Into a tensor, in its precision. */
  static PieceWriter into(Workspace workspace, Tensor tensor, int pieceSize) {
    return new PieceWriter(workspace, tensor, tensor.precision(), tensor::at, pieceSize);
  }

  /**
   * One piece at a time for immediate use: in float32 in its place in the tensor, in bfloat16 in
   * the workspace, which spares the tensor in main memory.
   */
  static PieceWriter forUse(
      Workspace workspace, Tensor tensor, Precision precision, int pieceSize) {
    IntFunction<Pointer> target =
        precision == Precision.FLOAT32 ? tensor::at : position -> workspace.rounded();
    return new PieceWriter(workspace, tensor, precision, target, pieceSize);
  }

  /**
   * Begins a piece.
   *
   * @param position of its first value
   */
  void start(int position) {
    start = position;
  }

  void write(int position, float[] block, int count) {
    if (precision == Precision.FLOAT32) {
      inPlace.write(position, block, count);
    } else {
      workspace.floatBuffer().put(position - start, block, 0, count);
    }
  }

  /** Completes the piece; where it lies. */
  Pointer end() {
    Pointer to = target.apply(start);
    if (precision != Precision.FLOAT32) {
      round.run(workspace.floats(), to);
    }
    return to;
  }

  @Override
  public void close() {
    round.close();
  }
}
