package io.quantunet.driver.accelerator.engine;

import io.quantunet.driver.accelerator.arch.QbsCompletion;
import java.nio.ByteBuffer;

/**
 * What the device reports of a descriptor.
 *
 * @param sequence the descriptor's number
 * @param status 0, or an error code
 * @param outputCrc CRC-32C of what it stored
 * @param waits cycles in which the array waited
 * @param cycles from the end of the descriptor before
 * @param steps cycles in which the array took a step
 */
public record Completion(
    int sequence, int status, int outputCrc, int waits, long cycles, long steps) {

  /** Reads one from a little-endian buffer. */
  static Completion at(ByteBuffer bytes, int first) {
    return new Completion(
        bytes.getInt(first + QbsCompletion.SEQUENCE),
        bytes.getInt(first + QbsCompletion.STATUS),
        bytes.getInt(first + QbsCompletion.OUTPUT_CRC),
        bytes.getInt(first + QbsCompletion.WAITS),
        bytes.getLong(first + QbsCompletion.CYCLES),
        bytes.getLong(first + QbsCompletion.STEPS));
  }
}
