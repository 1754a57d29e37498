package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.engine.AcceleratorExecutor;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.time.Duration;

/**
 * A device that can be opened.
 *
 * @param name what messages call it, e.g. {@code xdma0}
 * @param source opens it
 * @param window the memory that the driver may use
 * @param times how long to wait for it
 */
public record FoundDevice(
    String name, DeviceSource source, MemoryWindow window, DriverTimes times) {

  /**
   * Executes a graph on it alone, with nothing that stands in.
   *
   * @throws EngineException if it cannot be opened, or is no accelerator
   */
  GraphExecutor executor(Graph graph) {
    AcceleratorDevice device = open();
    try {
      return new AcceleratorExecutor(graph, device, window.base(), times.frame());
    } catch (EngineException e) {
      device.close();
      throw e;
    }
  }

  private AcceleratorDevice open() {
    try {
      return source.open();
    } catch (DeviceException e) {
      throw new EngineException("device %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** The device with another limit for the time in which it must get on with a frame. */
  public FoundDevice withFrame(Duration limit) {
    return new FoundDevice(name, source, window, times.withFrame(limit));
  }

  /** Starts to keep it at work. */
  public DeviceKeeper keep() {
    return new DeviceKeeper(name, source, window, times);
  }
}
