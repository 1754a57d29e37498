package io.quantunet.driver.engine;

import java.time.Duration;
import java.util.List;

/**
 * Runs one quantized model, exactly as the integer model says: every engine gives the same codes.
 *
 * <p>An engine belongs to one thread at a time; it may keep buffers between frames. Closing it
 * gives native memory back.
 */
public interface InferenceEngine extends AutoCloseable {

  /** Which kind of engine this is. */
  EngineKind kind();

  /**
   * Computes one frame.
   *
   * @param codes the grid's grey levels, {@code [height, width]}, unsigned bytes
   * @param width pixels across, a positive multiple of 16
   * @param height pixels down, a positive multiple of 16
   * @return the logits, {@code [height, width]}
   * @throws IllegalArgumentException if the size does not fit
   * @throws EngineException if the engine cannot compute it
   */
  default Logits infer(byte[] codes, int width, int height) {
    return infer(codes, width, height, LayerObserver.NONE);
  }

  /**
   * As {@link #infer(byte[], int, int)}, and shows every layer's output codes on the way.
   *
   * @param observer called once per layer but the head, in order of execution
   */
  Logits infer(byte[] codes, int width, int height, LayerObserver observer);

  /**
   * Computes a batch of frames into an array that the caller owns: nothing is allocated.
   *
   * @param codes the frames, {@code [frames, height, width]}
   * @param frames how many, positive
   * @param logits receives the logits, {@code [frames, height, width]}
   */
  void infer(byte[] codes, int frames, int width, int height, int[] logits);

  /** The logits of each frame of a batch, {@code [height, width]} each. */
  List<Logits> infer(List<byte[]> frames, int width, int height);

  /**
   * As {@link #infer(List, int, int)}, for frames that are wanted within a time: an engine that has
   * another beside it turns to that one early enough, an engine that has none ignores it.
   *
   * @param within from now on, positive
   */
  default List<Logits> infer(List<byte[]> frames, int width, int height, Duration within) {
    return infer(frames, width, height);
  }

  /** Clock cycles that a device took for the frame that was computed last; 0 on a CPU. */
  default long deviceCycles() {
    return 0;
  }

  /**
   * Names of the layers that this engine leaves to plain Java, since it would not be exact there:
   * correct, but slow.
   */
  default List<String> plainLayers() {
    return List.of();
  }

  @Override
  void close();
}
