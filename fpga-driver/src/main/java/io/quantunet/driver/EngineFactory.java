package io.quantunet.driver;

import io.quantunet.driver.accelerator.driver.DevicePool;
import io.quantunet.driver.accelerator.driver.DeviceSources;
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

  /** Gives devices back. */
  @Override
  default void close() {}

  /**
   * The engine of the settings, with their rule for falling back. Cards are shared by all engines,
   * watched over, and replaced by software while they fail.
   */
  static EngineFactory of(DriverSettings settings) {
    boolean hasCards = settings.engine() == EngineKind.FPGA && DeviceSources.hasCards();
    if (hasCards) {
      return new CardEngines(DevicePool.ofCards());
    }
    return model ->
        settings.fallbackAllowed()
            ? Engines.createOrFallBack(settings.engine(), model)
            : Engines.create(settings.engine(), model);
  }

  /** Engines on the cards of this machine, with software beside them. */
  record CardEngines(DevicePool pool) implements EngineFactory {

    @Override
    public InferenceEngine create(QuantizedModel model) {
      return pool.engine(model, Engines.fastest());
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
