package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.QbsDescriptor;

/**
 * How long the stages of the device take besides what sizes say: the figures that are calibrated
 * against the counters of the RTL.
 *
 * @param readLatency cycles from asking memory to the first beat
 * @param writeLatency cycles from the last beat written to its acknowledgement
 * @param descriptorCheck cycles from a descriptor's last beat until the units have it
 * @param firstStep cycles from loaded rows to the first step
 * @param arrayStages cycles of the smallest array from a step to its sum
 * @param drainStages cycles from a channel's sum to its code in the store stage
 * @param blockGap cycles in which the store stage takes a block
 * @param queue descriptors that the units can hold
 */
public record Timing(
    int readLatency,
    int writeLatency,
    int descriptorCheck,
    int firstStep,
    int arrayStages,
    int drainStages,
    int blockGap,
    int queue) {

  /** Of the RTL with the simulator's memory, which answers after 40 cycles. */
  public static final Timing DEFAULT = new Timing(46, 45, 50, 3, 10, 8, 1, 4);

  /** Lanes that the first stage of an adder tree takes. */
  private static final int FIRST_ADDER = 4;

  /** A result leaves its register some cycles after the array has made it. */
  private static final int HAND_OVER = 4;

  /** The next block may end so many cycles before the results of this one are in their register. */
  private static final int AHEAD = 5;

  /** Cycles that fetching a descriptor takes. */
  int fetch(Configuration array) {
    return readLatency + QbsDescriptor.BYTES / array.beatBytes() + descriptorCheck;
  }

  /** Cycles from a block's last step until its results are requantized. */
  int handedOver(Configuration array) {
    return arrival(array) + HAND_OVER;
  }

  /**
   * Least cycles from a block's last step to that of the next: there is one register of results,
   * and it must be read before the next ones arrive.
   */
  int turnaround(Configuration array) {
    int read = array.requantizeCycles();
    int arrival = arrival(array);
    return read + AHEAD <= arrival ? arrival + 1 - AHEAD : Math.max(arrival + 2, read + 1);
  }

  /** Cycles from a step to the register of results. */
  private int arrival(Configuration array) {
    return arrayStages
        + Integer.numberOfTrailingZeros(Math.max(1, array.inputLanes() / FIRST_ADDER));
  }
}
