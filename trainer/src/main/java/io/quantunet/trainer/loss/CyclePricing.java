package io.quantunet.trainer.loss;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.cost.FrameCost;
import io.quantunet.driver.accelerator.cost.NetCosts;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bits weighed by the accelerator's time: {@code c} = cycles of the layer per bit of its weights,
 * the slope between all weights at 8 and all at 2 bits in the accelerator's cost model. Layers that
 * wait for something else than weights are free.
 *
 * @param array that is to run the net
 */
public record CyclePricing(Configuration array) implements BitPricing {

  private static final String PREFIX = "cycles-";

  @Override
  public String label() {
    return PREFIX + array.name();
  }

  /**
   * {@inheritDoc} The widths of its activations are those that it has now.
   *
   * @throws io.quantunet.driver.engine.EngineException if the array cannot compute a layer
   */
  @Override
  public LayerCost on(UNet net) {
    List<Integer> activations = activationBits(net);
    FrameCost wide = cost(net.settings(), BitWidth.MAX_BITS, activations);
    FrameCost narrow = cost(net.settings(), BitWidth.MIN_BITS, activations);
    Map<String, Double> slopes = new HashMap<>();
    for (int i = 0; i < wide.layers().size(); i++) {
      long more = wide.layers().get(i).cycles() - narrow.layers().get(i).cycles();
      slopes.put(
          wide.layers().get(i).name(),
          Math.max(0, more) / (double) (BitWidth.MAX_BITS - BitWidth.MIN_BITS));
    }
    return layer -> slopes.get(layer.slot().name());
  }

  private FrameCost cost(NetSettings net, int weightBits, List<Integer> activations) {
    List<Integer> weights = Collections.nCopies(activations.size() + 1, weightBits);
    UNetShape shape = new UNetShape(net.width(), weights, activations);
    return NetCosts.of(shape, net.gridWidth(), net.gridHeight(), array);
  }

  /** Of all layers but the head; a net in floats is weighed as if it had the input's 8 bits. */
  private static List<Integer> activationBits(UNet net) {
    return net.layers().stream()
        .filter(layer -> !layer.isHead())
        .map(
            layer ->
                layer
                    .outputQuantizer()
                    .map(quantizer -> quantizer.format().width().bits())
                    .orElse(BitWidth.MAX_BITS))
        .toList();
  }
}
