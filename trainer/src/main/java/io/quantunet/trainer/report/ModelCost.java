package io.quantunet.trainer.report;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.cost.NetCosts;
import io.quantunet.driver.accelerator.plan.UNetShape;
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
 * @param cycles of the accelerator's K26 array for a frame, by its cost model
 */
public record ModelCost(
    double bitsByLayer,
    double bitsByParameter,
    double bitsByMac,
    long weightBytes,
    long macs,
    long bitOperations,
    long cycles) {

  /** The array whose time is stated. */
  static final Configuration ARRAY = Configurations.K26;

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
        bitOperations,
        NetCosts.of(UNetShape.of(model), gridWidth, gridHeight, ARRAY).cycles());
  }

  private static long biasBytes(Layer layer) {
    return (long) Integer.BYTES * layer.bias().length;
  }
}
