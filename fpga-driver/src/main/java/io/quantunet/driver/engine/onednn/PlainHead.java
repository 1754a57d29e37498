package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.portable.PortableLayer;
import io.quantunet.driver.model.Layer;

/** A head in plain Java, from one of oneDNN's buffers. */
final class PlainHead implements Runnable {

  private final PortableLayer layer;
  private final CodeBuffer from;
  private final byte[] input;
  private final int[] logits;

  PlainHead(Layer layer, CodeBuffer from) {
    this.layer = new PortableLayer(layer, from.extent().width(), from.extent().height());
    this.from = from;
    this.input = new byte[from.frameSize()];
    this.logits = new int[from.extent().pixels() * layer.outChannels()];
  }

  @Override
  public void run() {
    int frames = from.extent().frames();
    for (int frame = 0; frame < frames; frame++) {
      from.read(frame, input);
      layer.accumulate(input, logits, frame * logits.length / frames);
    }
  }

  void copyTo(int[] values) {
    System.arraycopy(logits, 0, values, 0, values.length);
  }
}
