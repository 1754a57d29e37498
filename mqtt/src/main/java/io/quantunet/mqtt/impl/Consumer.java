package io.quantunet.mqtt.impl;

/** The one who takes a connection's messages. Called on the client's thread; must not block. */
interface Consumer {

  /** There is something in the inbox. */
  void available();

  /** Connected and subscribed, for the first time. */
  void subscribed();

  /** The broker refused a subscription, or the first connection took too long. */
  void failed(Throwable cause);

  /** The connection was closed on this side. */
  void closed();
}
