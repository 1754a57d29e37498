package io.quantunet.driver.engine.graph;

import io.quantunet.driver.engine.LayerObserver;
import java.util.List;

/** Executes one graph on one kind of machine; belongs to one thread at a time. */
public interface GraphExecutor extends AutoCloseable {

  /**
   * Computes a batch of inputs of one size.
   *
   * @param codes the inputs, {@code [frames, height, width, channels]}, unsigned bytes
   * @param frames how many, positive
   * @param width pixels across
   * @param height pixels down
   * @param results receives what the last step makes, logits or codes 0..255: {@code [frames,
   *     height, width, channels]}, {@link Graph#resultLength} values
   * @throws IllegalArgumentException if the inputs or the results do not fit the graph
   * @throws io.quantunet.driver.engine.EngineException if it cannot be computed
   */
  void run(byte[] codes, int frames, int width, int height, int[] results);

  /**
   * Computes one input and shows what each layer makes of it.
   *
   * @param codes {@code [height, width, channels]}
   * @param observer sees every layer's codes but the head's
   * @return the result, {@code [height, width, channels]}
   */
  int[] run(byte[] codes, int width, int height, LayerObserver observer);

  /** Computes one input, {@code [height, width, channels]}, and says how long each part took. */
  List<StepTime> time(byte[] codes, int width, int height);

  /** What it executes. */
  Graph graph();

  /** Clock cycles that a device took for the frame that was computed last; 0 on a CPU. */
  default long deviceCycles() {
    return 0;
  }

  /** Names of the layers that it leaves to plain Java, since they would not be exact otherwise. */
  default List<String> plainLayers() {
    return List.of();
  }

  @Override
  void close();
}
