package io.quantunet.trainer.net;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.QuantizedModel;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How many bits a net's weights have, layer by layer and on average. Which average is meant must
 * always be said: the deep layers hold most weights, the shallow ones do most of the work.
 *
 * @param layers the 23 layers in order of execution
 */
public record BitStatistics(List<LayerBits> layers) {

  /**
   * One layer's.
   *
   * @param name e.g. {@code encoder1.conv1}
   * @param parameters weights, without biases
   * @param macs multiply-accumulates for one frame
   * @param bits of one weight: 2..8, or 32 in full precision
   */
  public record LayerBits(String name, long parameters, long macs, double bits) {}

  public BitStatistics {
    layers = List.copyOf(layers);
  }

  /** Of an integer model on a grid. */
  public static BitStatistics of(QuantizedModel model, int gridWidth, int gridHeight) {
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    Graph graph = Graph.of(model);
    return new BitStatistics(
        model.layers().stream()
            .map(
                layer ->
                    new LayerBits(
                        layer.name(),
                        layer.weights().length,
                        graph.macs(layer, gridWidth, gridHeight),
                        layer.weightWidth().bits()))
            .toList());
  }

  /** Of a net in training, on its own grid: the integer widths in use. */
  public static BitStatistics inUse(UNet net) {
    return of(net, layer -> layer.weightQuantizer().storedBits());
  }

  /** Of a net in training, on its own grid: the widths before rounding. */
  public static BitStatistics learned(UNet net) {
    return of(net, layer -> layer.weightQuantizer().learnedBits());
  }

  private static BitStatistics of(UNet net, ToDoubleFunction<ConvLayer> bits) {
    return new BitStatistics(
        net.layers().stream()
            .map(
                layer ->
                    new LayerBits(
                        layer.slot().name(),
                        layer.weight().value().length,
                        layer.macs(),
                        bits.applyAsDouble(layer)))
            .toList());
  }

  /** Unweighted mean: the figure that the paper reports. */
  public double meanByLayer() {
    return mean(layer -> 1);
  }

  /** Mean over all weights: what the model takes in memory. */
  public double meanByParameter() {
    return mean(LayerBits::parameters);
  }

  /** Mean over all multiply-accumulates: a stand-in for the accelerator's cycles. */
  public double meanByMac() {
    return mean(LayerBits::macs);
  }

  /** Weights in all. */
  public long parameters() {
    return layers.stream().mapToLong(LayerBits::parameters).sum();
  }

  /** Multiply-accumulates for one frame in all. */
  public long macs() {
    return layers.stream().mapToLong(LayerBits::macs).sum();
  }

  private double mean(ToLongFunction<LayerBits> weight) {
    double sum = 0;
    double weights = 0;
    for (LayerBits layer : layers) {
      sum += layer.bits() * weight.applyAsLong(layer);
      weights += weight.applyAsLong(layer);
    }
    return sum / weights;
  }
}
