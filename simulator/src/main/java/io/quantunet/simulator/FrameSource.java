package io.quantunet.simulator;

/** The endless frames of one device, asked for by one thread at a time. */
@FunctionalInterface
public interface FrameSource {

  /**
   * The next frame.
   *
   * @throws SimulatorException if it cannot be read
   */
  SimulatedFrame next();
}
