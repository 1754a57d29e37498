package io.quantunet.driver.accelerator.driver;

/** Frames must be computed elsewhere now to be in time; the device is not to blame. */
final class LateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LateException(String message) {
    super(message);
  }
}
