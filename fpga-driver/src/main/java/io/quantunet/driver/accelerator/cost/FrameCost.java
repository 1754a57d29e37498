package io.quantunet.driver.accelerator.cost;

import java.util.List;

/**
 * What a frame costs.
 *
 * @param layers in order of execution
 */
public record FrameCost(List<LayerCost> layers) {

  /** Copies the list. */
  public FrameCost {
    layers = List.copyOf(layers);
  }

  /** Cycles from the doorbell to the last completion. */
  public long cycles() {
    return layers.stream().mapToLong(LayerCost::cycles).sum();
  }

  /** Cycles in which the array takes a step. */
  public long steps() {
    return layers.stream().mapToLong(LayerCost::steps).sum();
  }

  /** Bytes read from card memory. */
  public long readBytes() {
    return layers.stream().mapToLong(LayerCost::readBytes).sum();
  }

  /** Bytes of write beats. */
  public long writtenBytes() {
    return layers.stream().mapToLong(LayerCost::writtenBytes).sum();
  }

  /** Proxy of the energy, see {@link Energy}. */
  public double energy() {
    return layers.stream().mapToDouble(LayerCost::energy).sum();
  }

  /** Share of the array's lanes and cycles that do the net's own work, 0..1. */
  public double utilization() {
    return layers.stream().mapToDouble(LayerCost::ideal).sum() / cycles();
  }

  /**
   * Frames in a second, one after another.
   *
   * @param hertz cycles in a second
   */
  public double framesPerSecond(double hertz) {
    return hertz / cycles();
  }
}
