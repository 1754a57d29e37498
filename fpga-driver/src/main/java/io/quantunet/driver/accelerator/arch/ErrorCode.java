package io.quantunet.driver.accelerator.arch;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a device stopped. Made from the architecture file by {@link ArchitectureGenerator}; do not
 * edit.
 */
public enum ErrorCode {
  /** No error. */
  NONE(0),
  /** Wrong magic or unknown operation. */
  OPERATION(1),
  /** The descriptor's CRC is wrong. */
  DESCRIPTOR_CRC(2),
  /** Sequence numbers have a gap. */
  SEQUENCE(3),
  /** More bits, weight words or feature words than the device has. */
  UNSUPPORTED(4),
  /** An address is not aligned, or lies beyond the address width. */
  ALIGNMENT(5),
  /** A size is zero, odd where it must be even, or at odds with another. */
  SIZE(6),
  /** The weight stream's CRC is wrong. */
  WEIGHT_CRC(7),
  /** SLVERR or DECERR on a read. */
  AXI_READ(9),
  /** SLVERR or DECERR on a write. */
  AXI_WRITE(10),
  /** No progress for too long. */
  WATCHDOG(11),
  /** A queue inside over- or underran: a fault of the design. */
  INTERNAL(12),
  /** A sum left 32 bits. */
  OVERFLOW(13),
  /** The output CRC is not the expected one. */
  OUTPUT_CRC(14),
  /** Halted by the host. */
  HALTED(15);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  /** The number that stands for it. */
  public int code() {
    return code;
  }

  /** What a number stands for; empty if nothing does. */
  public static Optional<ErrorCode> of(int code) {
    return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
  }
}
