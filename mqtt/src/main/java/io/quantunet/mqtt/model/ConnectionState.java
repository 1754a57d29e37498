package io.quantunet.mqtt.model;

/** Where a connection stands. A metric exports {@link #ordinal()}: do not reorder. */
public enum ConnectionState {
  /** Made, not asked to connect yet. */
  IDLE,
  /** The first attempt or attempts. */
  CONNECTING,
  /** Usable. */
  CONNECTED,
  /** Was connected, is not, keeps trying. */
  RECONNECTING,
  /** Closed by this side, for good. */
  CLOSED
}
