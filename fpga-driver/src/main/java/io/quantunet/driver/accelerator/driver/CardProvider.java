package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.engine.AcceleratorExecutor;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.ExecutorProvider;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;

/** The engine {@code fpga} on the first card, alone on it: for commands, not for services. */
public final class CardProvider implements ExecutorProvider {

  @Override
  public EngineKind kind() {
    return EngineKind.FPGA;
  }

  @Override
  public GraphExecutor executor(Graph graph) {
    return new AcceleratorExecutor(graph, DeviceSources.cards().get(0).open());
  }
}
