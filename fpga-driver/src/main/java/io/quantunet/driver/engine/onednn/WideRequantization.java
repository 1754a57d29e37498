package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.reference.Requantizer;
import io.quantunet.driver.model.Layer;

/** Brings int32 sums that float32 could not hold to codes, in 64-bit integers. */
final class WideRequantization implements Runnable {

  private final SumBuffer from;
  private final CodeBuffer to;
  private final Runnable await;
  private final int[] bias;
  private final Requantizer[] channels;
  private final int[] sums;
  private final byte[] codes;

  /**
   * @param await waits until the sums are there
   */
  WideRequantization(Layer layer, SumBuffer from, CodeBuffer to, Runnable await) {
    this.from = from;
    this.to = to;
    this.await = await;
    this.bias = layer.bias();
    this.channels = Requantizer.of(layer);
    this.sums = new int[to.size()];
    this.codes = new byte[to.size()];
  }

  @Override
  public void run() {
    await.run();
    from.read(sums);
    for (int channel = 0; channel < bias.length; channel++) {
      Requantizer requantizer = channels[channel];
      for (int i = channel; i < codes.length; i += bias.length) {
        codes[i] = (byte) requantizer.code(sums[i] + bias[channel]);
      }
    }
    to.write(codes);
  }
}
