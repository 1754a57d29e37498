package io.quantunet.edge;

/** An edge could not start or go on; the message says what happened and what to do. */
public final class EdgeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EdgeException(String message) {
    super(message);
  }

  EdgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
