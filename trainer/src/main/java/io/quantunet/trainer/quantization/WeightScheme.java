package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;

/** How a net's weights are represented while it is being trained; every layer has it alike. */
public sealed interface WeightScheme {

  /** A quantizer for one layer with so many output channels. */
  WeightQuantizer quantizer(String layer, int channels);

  /** Plain float32: a teacher, a comparator, or the start of a post-training quantization. */
  record FullPrecision() implements WeightScheme {
    @Override
    public WeightQuantizer quantizer(String layer, int channels) {
      return new FullPrecisionWeights();
    }
  }

  /**
   * One width for all layers, chosen beforehand: see {@link FixedWidthWeights}.
   *
   * @param width of every code
   */
  record FixedWidth(BitWidth width) implements WeightScheme {

    /** From a plain number, 2..8. */
    public static FixedWidth of(int bits) {
      return new FixedWidth(new BitWidth(bits));
    }

    @Override
    public WeightQuantizer quantizer(String layer, int channels) {
      return new FixedWidthWeights(layer, channels, width);
    }
  }

  /** Minus one, zero and one times a power of two: see {@link TernaryWeights}. */
  record Ternary() implements WeightScheme {
    @Override
    public WeightQuantizer quantizer(String layer, int channels) {
      return new TernaryWeights(layer, channels);
    }
  }

  /**
   * A width of its own for each layer, learned: see {@link LearnedWidthWeights}.
   *
   * @param initialBits where every layer starts, 2..8
   */
  record LearnedWidth(double initialBits) implements WeightScheme {
    public LearnedWidth {
      CodeWidth.check("weights", initialBits);
    }

    @Override
    public WeightQuantizer quantizer(String layer, int channels) {
      return new LearnedWidthWeights(layer, channels, (float) initialBits);
    }
  }

  /**
   * A step and a range of its own for each layer, learned, from which its width follows: see {@link
   * StepAndRangeWeights}.
   *
   * @param initialBits the width that step and range have at the start, 2..8
   */
  record StepAndRange(double initialBits) implements WeightScheme {
    public StepAndRange {
      CodeWidth.check("weights", initialBits);
    }

    @Override
    public WeightQuantizer quantizer(String layer, int channels) {
      return new StepAndRangeWeights(layer, channels, (float) initialBits);
    }
  }
}
