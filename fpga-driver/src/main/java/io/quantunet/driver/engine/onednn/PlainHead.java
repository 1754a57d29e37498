package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.reference.ReferenceLayer;
import io.quantunet.driver.model.Layer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A head in plain Java, from one of oneDNN's buffers. */
final class PlainHead implements Runnable {

  private final ReferenceLayer layer;
  private final CodeBuffer from;
  private int[] logits = new int[0];

  PlainHead(Layer layer, CodeBuffer from) {
    this.layer = new ReferenceLayer(layer);
    this.from = from;
  }

  @Override
  public void run() {
    logits = accumulate(layer, from);
  }

  void copyTo(int[] values) {
    System.arraycopy(logits, 0, values, 0, values.length);
  }

  /** Accumulators of every frame, one after the other. */
  static int[] accumulate(ReferenceLayer layer, CodeBuffer from) {
    Extent extent = from.extent();
    byte[] codes = from.read();
    int each = codes.length / extent.frames();
    return IntStream.range(0, extent.frames())
        .mapToObj(frame -> Arrays.copyOfRange(codes, frame * each, (frame + 1) * each))
        .flatMapToInt(
            frame -> IntStream.of(layer.accumulate(frame, extent.width(), extent.height())))
        .toArray();
  }
}
