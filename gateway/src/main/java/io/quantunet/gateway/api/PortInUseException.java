package io.quantunet.gateway.api;

/** Another program listens where the gateway should. */
public final class PortInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PortInUseException(String bind, int port, Throwable cause) {
    super(
        ("gateway: cannot listen on %s:%d: %s; stop the program that uses this port, or choose another"
                + " (quantunet.gateway.http.port or QUANTUNET_GATEWAY_PORT; 0 = any free one)")
            .formatted(bind, port, cause.getMessage()),
        cause);
  }
}
