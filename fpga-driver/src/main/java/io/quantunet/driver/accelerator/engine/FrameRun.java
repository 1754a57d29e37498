package io.quantunet.driver.accelerator.engine;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What came of one frame.
 *
 * @param slot of input and result
 * @param result the bytes of the result, little-endian
 * @param completions one for each descriptor
 */
public record FrameRun(int slot, ByteBuffer result, List<Completion> completions) {

  /** Copies the list. */
  public FrameRun {
    completions = List.copyOf(completions);
  }

  /** Cycles of all descriptors. */
  public long cycles() {
    return completions.stream().mapToLong(Completion::cycles).sum();
  }
}
