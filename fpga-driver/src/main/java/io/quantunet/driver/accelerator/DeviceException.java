package io.quantunet.driver.accelerator;

/** A card that did not do what was asked of it: gone, too slow, or short of bytes. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message which device, what was tried, what came of it
   */
  public DeviceException(String message) {
    super(message);
  }

  /**
   * @param message which device, what was tried, what came of it
   * @param cause what the system below said
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
