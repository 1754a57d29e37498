package io.quantunet.bench;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.UNetLayout;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whole bit widths of a net's layers whose mean, weighted by MACs, is a given one. */
final class IntegerWidths {

  private IntegerWidths() {}

  /**
   * The net whose layers have the whole width below the mean, and as many as fit, the largest
   * first, one bit more.
   *
   * @param width channels of the first stage
   * @param mean bits per weight, weighted by MACs, 2..8
   * @param activationBits width of all activations but the input
   * @throws IllegalArgumentException if no layer can have such a width
   */
  static UNetShape shape(int width, double mean, int activationBits, Configuration array) {
    if (!(mean >= BitWidth.MIN_BITS && mean <= BitWidth.MAX_BITS)) {
      throw new IllegalArgumentException(
          "a mean of %s bits: choose one from %d to %d"
              .formatted(mean, BitWidth.MIN_BITS, BitWidth.MAX_BITS));
    }
    int floor = (int) Math.min(Math.floor(mean), BitWidth.MAX_BITS - 1);
    int layers = UNetLayout.slots(1).size();
    List<Integer> activations = Collections.nCopies(layers - 1, activationBits);
    long[] macs =
        macs(new UNetShape(width, Collections.nCopies(layers, floor), activations), array);
    double wanted = (mean - floor) * IntStream.range(0, layers).mapToLong(i -> macs[i]).sum();
    int[] widths = new int[layers];
    for (int layer : largestFirst(macs)) {
      boolean isWider = macs[layer] <= wanted;
      widths[layer] = isWider ? floor + 1 : floor;
      wanted -= isWider ? macs[layer] : 0;
    }
    return new UNetShape(width, IntStream.of(widths).boxed().toList(), activations);
  }

  /** Mean bits per weight, weighted by MACs. */
  static double mean(UNetShape shape, Configuration array) {
    long[] macs = macs(shape, array);
    double bits = 0;
    double all = 0;
    for (int i = 0; i < macs.length; i++) {
      bits += (double) macs[i] * shape.weightBits().get(i);
      all += macs[i];
    }
    return bits / all;
  }

  private static List<Integer> largestFirst(long[] macs) {
    return IntStream.range(0, macs.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> macs[i]).reversed())
        .toList();
  }

  private static long[] macs(UNetShape shape, Configuration array) {
    return shape.on(array, AcceleratorBenchmark.GRID, AcceleratorBenchmark.GRID).layers().stream()
        .mapToLong(DeviceLayer::macs)
        .toArray();
  }
}
