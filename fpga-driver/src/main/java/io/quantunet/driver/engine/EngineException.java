package io.quantunet.driver.engine;

/** An engine that is not there, or that could not compute a frame. */
public class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what, where, and what to do
   */
  public EngineException(String message) {
    super(message);
  }

  /**
   * @param message what, where, and what to do
   * @param cause what the library below said
   */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
