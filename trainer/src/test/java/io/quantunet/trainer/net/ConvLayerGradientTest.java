package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.UNetLayout.Slot;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The gradients of a layer in floats equal finite differences")
class ConvLayerGradientTest {

  private static final double STEP = 2e-3;

  /** Floats, and the few activations that cross the kink of the ReLU within the step. */
  private static final double TOLERANCE = 0.03;

  private final Random random = new Random(7);
  private final Tensor input = Probe.random(random, 3, 6, 6, 4);

  @ParameterizedTest(name = "{0}, folded {1}")
  @CsvSource({
    "CONV_3X3, false",
    "CONV_3X3, true",
    "UPCONV_2X2, false",
    "UPCONV_2X2, true",
    "CONV_1X1, false",
    "LOGITS_1X1, true"
  })
  void forEveryParameter(LayerKind kind, boolean folded) {
    ConvLayer layer = layer(kind, folded);
    Tensor weighting = Probe.random(random, 3, 6, 6, layer.activation().channels());
    backward(layer, weighting);

    for (Parameter parameter : layer.core().parameters()) {
      double norm = norm(parameter.gradient());
      double found = slope(layer, weighting, parameter, norm);
      assertThat(found).as(parameter.name()).isCloseTo(norm, within(TOLERANCE * norm));
    }
  }

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void forTheInput(LayerKind kind) {
    ConvLayer layer = layer(kind, false);
    Tensor weighting = Probe.random(random, 3, 6, 6, layer.activation().channels());
    Tensor gradient = backward(layer, weighting);
    double norm = norm(gradient.toArray());
    Tensor original = input.like();
    Probe.copy(input, original);

    double above = shifted(layer, weighting, original, gradient, STEP / norm);
    double below = shifted(layer, weighting, original, gradient, -STEP / norm);

    assertThat((above - below) / (2 * STEP)).isCloseTo(norm, within(TOLERANCE * norm));
  }

  private ConvLayer layer(LayerKind kind, boolean folded) {
    int out = kind == LayerKind.LOGITS_1X1 ? 1 : 5;
    LayerCore core =
        new LayerCore(
            new Slot("probe", kind, 4, out),
            new WeightScheme.FullPrecision(),
            () -> ActivationFormat.INPUT,
            Optional.empty(),
            random);
    ConvLayer layer = new ConvLayer(new Workspace(), core, input);
    if (folded) {
      layer.core().fold();
    }
    for (Parameter parameter : layer.core().parameters()) {
      for (int i = 0; i < parameter.value().length; i++) {
        parameter.value()[i] += 0.3f * (float) random.nextGaussian();
      }
    }
    return layer;
  }

  /** Gradients of the product of the activation with {@code weighting}. */
  private Tensor backward(ConvLayer layer, Tensor weighting) {
    layer.forward(true);
    Probe.copy(weighting, layer.gradient());
    Tensor inputGradient = input.like();
    layer.backward(inputGradient);
    return inputGradient;
  }

  /** Slope along the gradient, which must be its norm. */
  private double slope(ConvLayer layer, Tensor weighting, Parameter parameter, double norm) {
    float[] value = parameter.value();
    float[] original = value.clone();
    double[] products = new double[2];
    for (int side = 0; side < 2; side++) {
      double step = (side == 0 ? -STEP : STEP) / norm;
      for (int i = 0; i < value.length; i++) {
        value[i] = (float) (original[i] + step * parameter.gradient()[i]);
      }
      layer.forward(true);
      products[side] = Probe.product(layer.activation(), weighting);
    }
    System.arraycopy(original, 0, value, 0, value.length);
    return (products[1] - products[0]) / (2 * STEP);
  }

  private double shifted(
      ConvLayer layer, Tensor weighting, Tensor original, Tensor direction, double step) {
    float[] values = original.toArray();
    float[] by = direction.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * by[i]);
    }
    input.write(0, values, values.length);
    layer.forward(true);
    double product = Probe.product(layer.activation(), weighting);
    Probe.copy(original, input);
    return product;
  }

  private static double norm(float[] gradient) {
    double squares = 0;
    for (float g : gradient) {
      squares += (double) g * g;
    }
    return Math.sqrt(squares);
  }
}
