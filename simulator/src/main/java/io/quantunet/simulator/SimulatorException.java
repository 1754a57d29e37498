package io.quantunet.simulator;

/** What keeps the simulator from playing: the message says what, where, and what to do. */
public final class SimulatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SimulatorException(String message) {
    super(message);
  }

  public SimulatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
