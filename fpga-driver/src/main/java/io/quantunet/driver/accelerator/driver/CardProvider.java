package io.quantunet.driver.accelerator.driver;

import com.typesafe.config.ConfigFactory;
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
    DeviceSettings settings = DeviceSettings.fromConfig(ConfigFactory.load());
    return DeviceSources.cards(settings).get(0).executor(graph);
  }
}
