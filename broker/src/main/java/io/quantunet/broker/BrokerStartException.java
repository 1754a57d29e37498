package io.quantunet.broker;

/** The embedded broker could not start; the message says what happened, where, and what to do. */
public final class BrokerStartException extends RuntimeException {

  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
