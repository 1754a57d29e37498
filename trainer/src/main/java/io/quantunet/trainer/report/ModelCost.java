package io.quantunet.trainer.report;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.PackedCodes;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.net.BitStatistics;

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
    BitStatistics bits = BitStatistics.of(model, gridWidth, gridHeight);
    long bytes = 0;
    long bitOperations = 0;
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      int weightBits = layer.weightWidth().bits();
      bytes += PackedCodes.length(layer.weights().length, layer.weightWidth()) + biasBytes(layer);
      bitOperations += bits.layers().get(i).macs() * weightBits * layer.input().width().bits();
    }
    return new ModelCost(
        bits.meanByLayer(),
        bits.meanByParameter(),
        bits.meanByMac(),
        bytes,
        bits.macs(),
        bitOperations);
  }

  /** Of the same net in float32, by convention 32 x 32 bits per multiplication. */
  public static ModelCost ofFloat(QuantizedModel shape, int gridWidth, int gridHeight) {
    BitStatistics bits = BitStatistics.of(shape, gridWidth, gridHeight);
    long biases = shape.layers().stream().mapToLong(ModelCost::biasBytes).sum();
    return new ModelCost(
        FLOAT_BITS,
        FLOAT_BITS,
        FLOAT_BITS,
        Float.BYTES * bits.parameters() + biases,
        bits.macs(),
        bits.macs() * FLOAT_BITS * FLOAT_BITS);
  }

  private static long biasBytes(Layer layer) {
    return (long) Integer.BYTES * layer.bias().length;
  }
}
