package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.engine.AcceleratorExecutor;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.ExecutorProvider;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;

/** The engine {@code rtl}: a simulation of its own for each executor. */
public final class SimulationProvider implements ExecutorProvider {

  @Override
  public EngineKind kind() {
    return EngineKind.RTL;
  }

  @Override
  public GraphExecutor executor(Graph graph) {
    return new AcceleratorExecutor(graph, DeviceSources.simulation());
  }
}
