package io.quantunet.driver.engine.graph;

import io.quantunet.driver.engine.LayerObserver;
import java.util.List;

/** Executes one graph on one kind of machine; belongs to one thread at a time. */
public interface GraphExecutor extends AutoCloseable {

  /**
   * Computes one input.
   *
   * @param codes the input, {@code [height, width, channels]}, unsigned bytes
   * @param width pixels across
   * @param height pixels down
   * @param observer sees every layer's codes but the head's
   * @return what the last step made: logits, or codes 0..255; {@code [height, width, channels]}
   * @throws IllegalArgumentException if the input does not fit the graph
   * @throws io.quantunet.driver.engine.EngineException if it cannot be computed
   */
  int[] run(byte[] codes, int width, int height, LayerObserver observer);

  /** Names of the layers that it leaves to plain Java, since they would not be exact otherwise. */
  default List<String> plainLayers() {
    return List.of();
  }

  @Override
  void close();
}
