package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.ExecutorProvider;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;

/**
 * The engine {@code rtl} as a simulation of its own for each executor, with nothing that stands in:
 * for commands, not for services.
 */
public final class SimulationProvider implements ExecutorProvider {

  @Override
  public EngineKind kind() {
    return EngineKind.RTL;
  }

  @Override
  public GraphExecutor executor(Graph graph) {
    return DeviceSources.simulation(DeviceSources.simulatedArray()).executor(graph);
  }
}
