package io.quantunet.trainer.net;

import io.quantunet.driver.model.UNetLayout.Slot;
import java.util.Random;

/** What a layer's weights are before the first step. */
final class InitialWeights {

  private InitialWeights() {}

  /**
   * Uniform in {@code +-1/sqrt(fan-in)}, PyTorch's default: its flat tails suit two-bit weights.
   *
   * @param count how many weights the layer has
   */
  static float[] uniform(Slot slot, int count, Random random) {
    float bound = (float) (1 / Math.sqrt(slot.kind().taps() * (double) slot.inChannels()));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (2 * random.nextFloat() - 1) * bound;
    }
    return values;
  }
}
