package io.quantunet.driver.engine;

import io.quantunet.driver.model.Layer;

/** Sees what each layer of one frame computed. */
@FunctionalInterface
public interface LayerObserver {

  /** Sees nothing, and lets the engine skip what it would take to show. */
  LayerObserver NONE = (layer, codes, width, height) -> {};

  /**
   * A layer has been computed.
   *
   * @param layer the layer; not the head, whose logits are the result
   * @param codes its output codes before pooling, {@code [height, width, channels]}, the observer's
   *     own
   * @param width pixels across
   * @param height pixels down
   */
  void onLayer(Layer layer, byte[] codes, int width, int height);
}
