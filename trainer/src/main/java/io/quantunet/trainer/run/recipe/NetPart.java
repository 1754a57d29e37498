package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;

/**
 * What is trained.
 *
 * @param width channels of the first stage
 * @param gridWidth pixels across, a multiple of 16
 * @param gridHeight pixels down, a multiple of 16
 * @param weights how weights are represented
 * @param activations how activations are represented; in full precision if the weights are
 * @param precision of what convolutions multiply; part of the recipe, since gradients depend on it
 */
public record NetPart(
    int width,
    int gridWidth,
    int gridHeight,
    WeightScheme weights,
    ActivationScheme activations,
    Precision precision) {

  static NetPart of(Config config) {
    WeightScheme weights = weights(config);
    return new NetPart(
        config.getInt("width"),
        config.getInt("grid-width"),
        config.getInt("grid-height"),
        weights,
        weights instanceof WeightScheme.FullPrecision
            ? new ActivationScheme.FullPrecision()
            : activations(config),
        Precision.of(config.getString("precision")));
  }

  /** Whether an integer model comes of it; a net in floats otherwise. */
  public boolean isQuantized() {
    return !(weights instanceof WeightScheme.FullPrecision);
  }

  /** The grid that the net is validated and exported on. */
  public GridSize grid() {
    return new GridSize(gridWidth, gridHeight);
  }

  /** The net for batches of a size. */
  public NetSettings settings(int batch) {
    return new NetSettings(width, gridWidth, gridHeight, batch, weights, activations, precision);
  }

  private static WeightScheme weights(Config config) {
    double bits = config.getDouble("weight-bits");
    String scheme = config.getString("weights");
    return switch (scheme) {
      case "learned" -> new WeightScheme.LearnedWidth(bits);
      case "step-and-range" -> new WeightScheme.StepAndRange(bits);
      case "fixed" -> WeightScheme.FixedWidth.of(whole("net.weight-bits", bits));
      case "ternary" -> new WeightScheme.Ternary();
      case "float" -> new WeightScheme.FullPrecision();
      default ->
          throw new IllegalArgumentException(
              "net.weights cannot be '%s'; choose learned, step-and-range, fixed, ternary or float"
                  .formatted(scheme));
    };
  }

  private static ActivationScheme activations(Config config) {
    double bits = config.getDouble("activation-bits");
    String scheme = config.getString("activations");
    return switch (scheme) {
      case "fixed" -> ActivationScheme.FixedWidth.of(whole("net.activation-bits", bits));
      case "learned" -> new ActivationScheme.LearnedWidth(bits);
      default ->
          throw new IllegalArgumentException(
              "net.activations cannot be '%s'; choose fixed or learned".formatted(scheme));
    };
  }

  private static int whole(String key, double bits) {
    if (bits != Math.rint(bits)) {
      throw new IllegalArgumentException(
          "%s must be whole where it is fixed, was %s".formatted(key, bits));
    }
    return (int) bits;
  }
}
