package io.quantunet.edge;

import io.quantunet.driver.FpgaDriver;
import io.quantunet.mqtt.model.ConnectionState;

/**
 * How an edge is.
 *
 * @param broker where its connection stands
 * @param unacknowledged frames delivered and not yet acknowledged
 * @param driver how its driver is
 * @param detail what is wrong; empty if nothing is
 */
public record EdgeHealth(
    State state,
    ConnectionState broker,
    int unacknowledged,
    FpgaDriver.Health driver,
    String detail) {

  /** Whether frames come in and results go out. */
  public enum State {
    /** Not subscribed yet. */
    STARTING,
    /** All is well. */
    READY,
    /** The broker is away, or the driver has less than all its engines. Nothing is lost. */
    DEGRADED,
    /** No frame can be segmented. */
    FAILED,
    /** Takes no more frames. */
    STOPPING
  }

  static EdgeHealth of(
      EdgeNode.Phase phase,
      ConnectionState broker,
      int unacknowledged,
      FpgaDriver.Health driver,
      String brokerUrl) {
    boolean connected = broker == ConnectionState.CONNECTED;
    String detail =
        connected || phase != EdgeNode.Phase.READY
            ? driver.detail()
            : "no connection to the broker at " + brokerUrl + "; it is tried again and again";
    return new EdgeHealth(
        state(phase, connected, driver.state()), broker, unacknowledged, driver, detail);
  }

  private static State state(EdgeNode.Phase phase, boolean connected, FpgaDriver.State driver) {
    return switch (phase) {
      case TESTING, CONNECTING -> State.STARTING;
      case STOPPING -> State.STOPPING;
      case READY -> {
        if (driver == FpgaDriver.State.FAILED) {
          yield State.FAILED;
        }
        yield connected && driver == FpgaDriver.State.READY ? State.READY : State.DEGRADED;
      }
    };
  }
}
