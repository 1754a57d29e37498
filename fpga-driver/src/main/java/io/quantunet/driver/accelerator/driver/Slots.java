package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.compiler.Program;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The slots of input and result of a program: which of them belong to a frame, and which the device
 * may still write to though nobody waits for the frame any more.
 */
final class Slots {

  private final boolean[] taken = new boolean[Program.SLOTS];
  private final boolean[] written = new boolean[Program.SLOTS];
  private final int[] end = new int[Program.SLOTS];

  /** A slot that neither a frame nor the device uses. */
  OptionalInt free(DescriptorRing ring) {
    settle(ring);
    for (int slot = 0; slot < taken.length; slot++) {
      if (!taken[slot] && !written[slot]) {
        return OptionalInt.of(slot);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * A frame takes a slot.
   *
   * @param last number after that of its last descriptor
   */
  void take(int slot, int last) {
    taken[slot] = true;
    written[slot] = true;
    end[slot] = last;
  }

  /** A frame is done with a slot, or nobody waits for it any more. */
  void giveBack(int slot, DescriptorRing ring) {
    taken[slot] = false;
    settle(ring);
  }

  /** Whether the device may still write to one. */
  boolean isInUse(DescriptorRing ring) {
    settle(ring);
    return IntStream.range(0, written.length).anyMatch(slot -> written[slot]);
  }

  /** The device was reset. */
  void clear() {
    Arrays.fill(taken, false);
    Arrays.fill(written, false);
  }

  /** Numbers wrap around: they are compared while they are young, not when they are needed. */
  private void settle(DescriptorRing ring) {
    for (int slot = 0; slot < written.length; slot++) {
      written[slot] &= !ring.isKnownDone(end[slot]);
    }
  }
}
