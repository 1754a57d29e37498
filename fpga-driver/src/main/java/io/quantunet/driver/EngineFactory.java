package io.quantunet.driver;

import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;

/** Makes an engine for a model; tests put engines that fail in its place. */
@FunctionalInterface
interface EngineFactory {

  /**
   * An engine of its own for whoever asks.
   *
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine here
   */
  InferenceEngine create(QuantizedModel model);

  /** The engine of the settings, with their rule for falling back. */
  static EngineFactory of(DriverSettings settings) {
    return model ->
        settings.fallbackAllowed()
            ? Engines.createOrFallBack(settings.engine(), model)
            : Engines.create(settings.engine(), model);
  }
}
