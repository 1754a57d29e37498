package io.quantunet.driver.accelerator.arch;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a descriptor asks for. Made from the architecture file by {@link ArchitectureGenerator}; do
 * not edit.
 */
public enum Operation {
  /** 3x3 convolution, stride 1, zero padding 1. */
  CONV3(1),
  /** 1x1 convolution; also the first layer, its nine taps laid out as channels. */
  CONV1(2),
  /**
   * 2x2 transposed convolution, stride 2: a 1x1 convolution to four positions, stored depth to
   * space.
   */
  UPCONV2(3);

  private final int code;

  Operation(int code) {
    this.code = code;
  }

  /** The number that stands for it. */
  public int code() {
    return code;
  }

  /** What a number stands for; empty if nothing does. */
  public static Optional<Operation> of(int code) {
    return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
  }
}
