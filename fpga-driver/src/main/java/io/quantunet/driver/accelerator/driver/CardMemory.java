package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Which parts of the card's memory are in use: a model that is loaded beside another needs room.
 */
final class CardMemory {

  private static final long ALIGNMENT = 4096;

  private final long begin;
  private final long end;
  private final TreeMap<Long, Long> used = new TreeMap<>();

  /** Memory from an address on, up to another. */
  CardMemory(long begin, long end) {
    this.begin = begin;
    this.end = end;
  }

  /**
   * Places something whose size is known only once its place is.
   *
   * @param make makes it for a place, whose address is a multiple of 4096
   * @param endOf its first address that is free again
   * @throws EngineException if the largest gap is too small for it
   */
  synchronized <P> P place(LongFunction<P> make, ToLongFunction<P> endOf) {
    Gap gap = largestGap();
    P placed = make.apply(gap.begin());
    long placedEnd = endOf.applyAsLong(placed);
    if (placedEnd > gap.end()) {
      throw new EngineException(
          ("the card's memory has %d bytes left, the net takes %d: give models back, or choose a"
                  + " narrower net")
              .formatted(gap.end() - gap.begin(), placedEnd - gap.begin()));
    }
    used.put(gap.begin(), aligned(placedEnd));
    return placed;
  }

  /** Gives back what begins at an address. */
  synchronized void free(long address) {
    used.remove(address);
  }

  private record Gap(long begin, long end) {}

  private Gap largestGap() {
    Gap largest = new Gap(begin, begin);
    long from = begin;
    for (Map.Entry<Long, Long> part : used.entrySet()) {
      largest = larger(largest, new Gap(from, part.getKey()));
      from = part.getValue();
    }
    return larger(largest, new Gap(from, end));
  }

  private static Gap larger(Gap one, Gap other) {
    return other.end() - other.begin() > one.end() - one.begin() ? other : one;
  }

  private static long aligned(long address) {
    return (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
