package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.portable.PortableLayer;
import io.quantunet.driver.model.Layer;

/** A layer in plain Java, between two of oneDNN's buffers. */
final class PlainLayer implements Runnable {

  private final PortableLayer layer;
  private final CodeBuffer from;
  private final CodeBuffer to;
  private final byte[] input;
  private final byte[] output;

  PlainLayer(Layer layer, CodeBuffer from, CodeBuffer to) {
    this.layer = new PortableLayer(layer, from.extent().width(), from.extent().height());
    this.from = from;
    this.to = to;
    this.input = new byte[from.frameSize()];
    this.output = new byte[to.frameSize()];
  }

  @Override
  public void run() {
    for (int frame = 0; frame < from.extent().frames(); frame++) {
      from.read(frame, input);
      layer.run(input, output);
      to.write(frame, output);
    }
  }
}
