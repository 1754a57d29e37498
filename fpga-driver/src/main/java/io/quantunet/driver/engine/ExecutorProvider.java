package io.quantunet.driver.engine;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;

/**
 * Makes the executors of one kind that need more than a CPU. Providers are found by {@link
 * java.util.ServiceLoader}, so that engines know nothing of devices.
 */
public interface ExecutorProvider {

  /** Of which kind they are. */
  EngineKind kind();

  /**
   * Something that executes a graph.
   *
   * @throws EngineException if this machine has no such device: what, where, what to do
   */
  GraphExecutor executor(Graph graph);
}
