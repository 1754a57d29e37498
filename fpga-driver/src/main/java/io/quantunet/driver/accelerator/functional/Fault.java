package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.ErrorCode;

/** An error that stops the device. */
final class Fault extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int detail;

  /**
   * @param detail what was found: the wrong value where it fits into 32 bits
   */
  Fault(ErrorCode code, int detail) {
    super(code + ", found " + detail);
    this.code = code;
    this.detail = detail;
  }

  ErrorCode code() {
    return code;
  }

  int detail() {
    return detail;
  }
}
