package io.quantunet.trainer.report;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.PackedCodes;
import io.quantunet.driver.model.QuantizedModel;

/**
 * What a net's numbers cost.
 *
 * @param bitsByLayer mean width of the weights, every layer counting the same: {@code average_bits}
 * @param bitsByParameter mean width over all weights
 * @param bitsByMac mean width over all multiply-accumulates (MACs) of a frame
 * @param weightBytes packed weights and their biases of 4 bytes each
 * @param macs multiply-accumulates per frame
 * @param bitOperations MACs x bits, {@code sum of macs x weight bits x activation bits}: the work
 *     of a bit-serial multiplier (HGQ calls them EBOPs)
 */
public record ModelCost(
    double bitsByLayer,
    double bitsByParameter,
    double bitsByMac,
    long weightBytes,
    long macs,
    long bitOperations) {

  private static final int FLOAT_BITS = 32;

  /** Of an integer model on a grid of this size. */
  public static ModelCost of(QuantizedModel model, int gridWidth, int gridHeight) {
    Graph graph = Graph.of(model);
    Sum sum = new Sum();
    for (Layer layer : model.layers()) {
      long macs = graph.macs(layer, gridWidth, gridHeight);
      sum.add(
          layer,
          macs,
          layer.weightWidth().bits(),
          layer.input().width().bits(),
          PackedCodes.length(layer.weights().length, layer.weightWidth()));
    }
    return sum.cost();
  }

  /** Of the same net in float32, by convention 32 x 32 bits per multiplication. */
  public static ModelCost ofFloat(QuantizedModel shape, int gridWidth, int gridHeight) {
    Graph graph = Graph.of(shape);
    Sum sum = new Sum();
    for (Layer layer : shape.layers()) {
      long macs = graph.macs(layer, gridWidth, gridHeight);
      sum.add(layer, macs, FLOAT_BITS, FLOAT_BITS, (long) Float.BYTES * layer.weights().length);
    }
    return sum.cost();
  }

  private static final class Sum {

    private int layers;
    private long parameters;
    private long bits;
    private long parameterBits;
    private long macs;
    private long macBits;
    private long bitOperations;
    private long bytes;

    void add(Layer layer, long layerMacs, int weightBits, int activationBits, long weightBytes) {
      layers++;
      bits += weightBits;
      parameters += layer.weights().length;
      parameterBits += (long) weightBits * layer.weights().length;
      macs += layerMacs;
      macBits += weightBits * layerMacs;
      bitOperations += weightBits * activationBits * layerMacs;
      bytes += weightBytes + (long) Integer.BYTES * layer.bias().length;
    }

    ModelCost cost() {
      return new ModelCost(
          (double) bits / layers,
          (double) parameterBits / parameters,
          (double) macBits / macs,
          bytes,
          macs,
          bitOperations);
    }
  }
}
