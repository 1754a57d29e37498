package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.reference.ReferenceLayer;
import io.quantunet.driver.model.Layer;

/** A layer in plain Java, between two of oneDNN's buffers. */
final class PlainLayer implements Runnable {

  private final ReferenceLayer layer;
  private final CodeBuffer from;
  private final CodeBuffer to;

  PlainLayer(Layer layer, CodeBuffer from, CodeBuffer to) {
    this.layer = new ReferenceLayer(layer);
    this.from = from;
    this.to = to;
  }

  @Override
  public void run() {
    to.write(layer.requantize(PlainHead.accumulate(layer, from)));
  }
}
