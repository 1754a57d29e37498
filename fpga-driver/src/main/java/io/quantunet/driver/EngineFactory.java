package io.quantunet.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;

/** Makes an engine for a model; tests put engines that fail in its place. */
@FunctionalInterface
interface EngineFactory extends AutoCloseable {

  /**
   * An engine of its own for whoever asks.
   *
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine here
   */
  InferenceEngine create(QuantizedModel model);

  /** What an engine that it made serves as, whatever computed its last frame. */
  default EngineKind kindOf(InferenceEngine engine) {
    return engine.kind();
  }

  /** What is wrong with devices, so that others stand in for them; empty if nothing is. */
  default String trouble() {
    return "";
  }

  /** Gives devices back. */
  @Override
  default void close() {}

  /**
   * The engine of the settings, with their rule for falling back. Devices, simulated ones too, are
   * shared by all engines, watched over, and replaced by software while they fail.
   */
  static EngineFactory of(DriverSettings settings) {
    return switch (settings.engine()) {
      case RTL, FPGA -> new DeviceEngines(settings);
      case REFERENCE, ONEDNN, JAVA ->
          model ->
              settings.fallbackAllowed()
                  ? Engines.createOrFallBack(settings.engine(), model)
                  : Engines.create(settings.engine(), model);
    };
  }
}
