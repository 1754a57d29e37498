package io.quantunet.trainer.net;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.trainer.net.IntegerLayers.CodedWeights;
import io.quantunet.trainer.quantization.ActivationHistogram;
import io.quantunet.trainer.quantization.ExponentRange;
import io.quantunet.trainer.quantization.LeastSquaresScales;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes an integer model of a net that was trained in full precision, without training it further:
 * the comparator that quantization-aware training has to beat.
 *
 * <p>Batch normalization is folded already. Activations get the power-of-two threshold with the
 * smallest squared error on some training images (one for both sources of a concatenation), weights
 * the power-of-two scale per output channel with the smallest squared error, biases the
 * accumulator's scale.
 */
public final class PostTrainingQuantization {

  private static final int BLOCK = 4096;

  private final UNet net;
  private final List<ActivationHistogram> histograms = new ArrayList<>();

  private PostTrainingQuantization(UNet net) {
    this.net = net;
    for (int i = 0; i < net.layers().size() - 1; i++) {
      histograms.add(new ActivationHistogram());
    }
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      histograms.set(
          UNetLayout.indexOf("up" + stage),
          histograms.get(UNetLayout.indexOf("encoder" + stage + ".conv2")));
    }
  }

  /**
   * Watches a net at work.
   *
   * @param net folded and in full precision; to stay open while models are being made of it
   * @param frames training images, grey levels {@code [H, W]} on the net's grid; some dozens do
   * @throws IllegalStateException if the net is quantized or not folded yet
   * @throws IllegalArgumentException if there is no frame, or one has another size
   */
  public static PostTrainingQuantization calibrate(UNet net, List<byte[]> frames) {
    if (net.settings().isQuantized()) {
      throw new IllegalStateException(
          "this net is quantized by its training; export it by IntegerExport");
    }
    net.layers().forEach(IntegerExport::requireFolded);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one training image");
    }
    PostTrainingQuantization quantization = new PostTrainingQuantization(net);
    int batch = net.settings().batch();
    for (int from = 0; from < frames.size(); from += batch) {
      quantization.watch(frames.subList(from, Math.min(frames.size(), from + batch)));
    }
    return quantization;
  }

  /**
   * The model with these widths.
   *
   * @param weights bits of all weights
   * @param activations bits of all activations but the input's 8
   * @throws IllegalStateException if a bias does not fit into int32, naming the layer
   * @throws IllegalArgumentException if an accumulator might not, naming the layer
   */
  public QuantizedModel quantize(BitWidth weights, BitWidth activations) {
    List<Layer> layers = new ArrayList<>();
    ActivationFormat input = ActivationFormat.INPUT;
    for (int i = 0; i < net.layers().size(); i++) {
      Optional<ActivationFormat> output =
          i < histograms.size()
              ? Optional.of(histograms.get(i).bestFormat(activations))
              : Optional.empty();
      layers.add(layer(net.layers().get(i), weights, input, output));
      input = output.orElse(input);
    }
    return new QuantizedModel(net.settings().width(), layers, IntegerExport.threshold(net, layers));
  }

  private static Layer layer(
      ConvLayer layer, BitWidth width, ActivationFormat input, Optional<ActivationFormat> output) {
    ExponentRange range =
        output
            .map(format -> ExponentRange.between(input.exponent(), format.exponent()))
            .orElse(ExponentRange.FREE);
    float[] weights = layer.weight().value();
    LeastSquaresScales scales =
        LeastSquaresScales.of(weights, layer.rows(), layer.slot().outChannels(), width, range);
    CodedWeights coded =
        new CodedWeights(width, scales.round(weights, layer.rows()), scales.exponents());
    return IntegerLayers.of(layer.slot(), input, coded, layer.bias().value(), output);
  }

  private void watch(List<byte[]> frames) {
    for (int image = 0; image < frames.size(); image++) {
      net.putFrames(image, frames.get(image));
    }
    net.forward(false);
    for (int i = 0; i < histograms.size(); i++) {
      add(net.layers().get(i).activation(), frames.size(), histograms.get(i));
    }
  }

  private static void add(Tensor activation, int images, ActivationHistogram histogram) {
    float[] block = new float[BLOCK];
    int size = images * activation.imageSize();
    for (int position = 0; position < size; position += BLOCK) {
      int count = Math.min(BLOCK, size - position);
      activation.read(position, block, count);
      histogram.add(block, count);
    }
  }
}
