package io.quantunet.simulator.load;

/**
 * What travels with a publish and comes back with its acknowledgement.
 *
 * @param kind of message
 * @param bytes of its payload
 */
record Sent(Kind kind, int bytes) {

  enum Kind {
    STATUS,
    FRAME,
    FEEDBACK
  }
}
