package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Qbs;

/**
 * A proxy of the energy, for comparing nets on one array; no prediction of watts.
 *
 * <pre>E = steps * (lanes * 0.02 + (weight word bytes + 8 * beat bytes) * 1.25) + DRAM bytes * 160
 * </pre>
 *
 * in picojoules. The figures are those of 45 nm in M. Horowitz, "Computing's energy problem", ISSCC
 * 2014: an 8-bit addition 0.03 pJ (a lane adds about five bits), 64 bits from an 8 KiB memory 10
 * pJ, and 1.3 nJ for 64 bits from DRAM at its lower end.
 */
final class Energy {

  private static final double LANE_STEP = 0.02;
  private static final double ON_CHIP_BYTE = 1.25;
  private static final double DRAM_BYTE = 160;

  private Energy() {}

  static double picojoules(Configuration array, long steps, long bytes) {
    int onChip = array.weightWordBytes() + Qbs.PIXEL_LANES * array.beatBytes();
    return steps * (array.lanes() * LANE_STEP + onChip * ON_CHIP_BYTE) + bytes * DRAM_BYTE;
  }
}
