package io.quantunet.trainer.quantization;

import io.quantunet.driver.model.BitWidth;
import java.util.Optional;

/** How a net's activations are represented while it is being trained; every layer has it alike. */
public sealed interface ActivationScheme {

  /** A quantizer of one tensor, or of the two sources of a concatenation; none for floats. */
  Optional<ActivationQuantizer> quantizer(String name);

  /** Plain float32 behind a ReLU. */
  record FullPrecision() implements ActivationScheme {
    @Override
    public Optional<ActivationQuantizer> quantizer(String name) {
      return Optional.empty();
    }
  }

  /**
   * One width for all tensors, chosen beforehand.
   *
   * @param width of every code but the input's 8 bits
   */
  record FixedWidth(BitWidth width) implements ActivationScheme {

    /** From a plain number, 2..8. */
    public static FixedWidth of(int bits) {
      return new FixedWidth(new BitWidth(bits));
    }

    @Override
    public Optional<ActivationQuantizer> quantizer(String name) {
      return Optional.of(new ActivationQuantizer(name, width));
    }
  }

  /**
   * A width of its own for each tensor, learned.
   *
   * @param initialBits where every tensor starts, 2..8
   */
  record LearnedWidth(double initialBits) implements ActivationScheme {
    public LearnedWidth {
      CodeWidth.check("activations", initialBits);
    }

    @Override
    public Optional<ActivationQuantizer> quantizer(String name) {
      return Optional.of(ActivationQuantizer.ofLearnedWidth(name, (float) initialBits));
    }
  }
}
