package io.quantunet.driver;

import io.quantunet.driver.accelerator.driver.DeviceHealth;
import io.quantunet.driver.accelerator.driver.DeviceKeeper;
import io.quantunet.driver.accelerator.driver.DevicePool;
import io.quantunet.driver.accelerator.driver.DeviceSources;
import io.quantunet.driver.accelerator.driver.FoundDevice;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engines on cards, or on simulated ones, which go the same way. Devices are opened with the first
 * engine: on the thread that loads models, since a simulation may have to be built.
 */
final class DeviceEngines implements EngineFactory {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceEngines.class);

  /** A simulation's frame may fail twice before the driver takes its engine for hung. */
  private static final int FRAMES_PER_TIMEOUT = 3;

  private final boolean fallbackAllowed;
  private final Supplier<DevicePool> open;
  private final AtomicReference<Optional<DevicePool>> pool =
      new AtomicReference<>(Optional.empty());
  private final Object opening = new Object();
  private volatile boolean closed = false;

  /** On the devices that the settings name. */
  DeviceEngines(DriverSettings settings) {
    this(settings.fallbackAllowed(), () -> open(settings));
  }

  /**
   * @param fallbackAllowed whether software may compute where no device has ever been ready
   * @param open opens the devices
   */
  DeviceEngines(boolean fallbackAllowed, Supplier<DevicePool> open) {
    this.fallbackAllowed = fallbackAllowed;
    this.open = open;
  }

  private static DevicePool open(DriverSettings settings) {
    if (settings.engine() == EngineKind.RTL) {
      FoundDevice simulation =
          DeviceSources.simulation(DeviceSources.simulatedArray())
              .withFrame(settings.inferenceTimeout().dividedBy(FRAMES_PER_TIMEOUT));
      // Whoever asks for a simulation wants its results, though software were faster.
      return new DevicePool(
          EngineKind.RTL,
          keep(Collections.nCopies(settings.devices().simulations(), simulation)),
          DevicePool.ALL_WORKERS);
    }
    return new DevicePool(
        EngineKind.FPGA, keep(DeviceSources.cards(settings.devices())), DevicePool.TWO_WORKERS);
  }

  private static List<DeviceKeeper> keep(List<FoundDevice> devices) {
    return devices.stream().map(FoundDevice::keep).toList();
  }

  @Override
  public InferenceEngine create(QuantizedModel model) {
    try {
      return pool().engine(model, Engines.fastest());
    } catch (EngineException e) {
      if (!fallbackAllowed) {
        throw e;
      }
      LOG.warn("falling back to the engine java: {}", e.getMessage());
      return Engines.create(EngineKind.JAVA, model);
    }
  }

  /** One thread opens the devices, and the others wait: a card belongs to one pool. */
  private DevicePool pool() {
    synchronized (opening) {
      Optional<DevicePool> there = pool.get();
      if (there.isPresent()) {
        return there.get();
      }
      if (closed) {
        throw new EngineException("the devices were given back: the driver has ended");
      }
      DevicePool opened = open.get();
      if (!fallbackAllowed && opened.health().stream().noneMatch(DeviceHealth::ready)) {
        opened.close();
        throw new EngineException(
            "engine %s: %s".formatted(opened.kind().label(), trouble(opened)));
      }
      pool.set(Optional.of(opened));
      if (closed) {
        close();
      }
      return opened;
    }
  }

  @Override
  public EngineKind kindOf(InferenceEngine engine) {
    return pool.get().map(DevicePool::kind).orElseGet(engine::kind);
  }

  @Override
  public String trouble() {
    return pool.get().map(DeviceEngines::trouble).orElse("");
  }

  private static String trouble(DevicePool devices) {
    return devices.health().stream()
        .filter(device -> !device.ready())
        .map(device -> "%s is out: %s".formatted(device.name(), device.trouble()))
        .collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    closed = true;
    pool.getAndSet(Optional.empty()).ifPresent(DevicePool::close);
  }
}
