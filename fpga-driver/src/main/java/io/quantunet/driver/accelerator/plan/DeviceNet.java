package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.engine.UnsupportedGraphException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.model.Layer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The convolutions of a net in order of execution; pooling and concatenation have become parts of
 * them.
 *
 * @param array the device
 * @param layers at least one
 */
public record DeviceNet(Configuration array, List<DeviceLayer> layers) {

  /** Copies the list. */
  public DeviceNet {
    layers = List.copyOf(layers);
  }

  /**
   * What the device computes for a graph.
   *
   * @param width pixels across
   * @param height pixels down
   * @throws UnsupportedGraphException if the device has no way to compute it: which layer, and why
   */
  public static DeviceNet of(Graph graph, int width, int height, Configuration array) {
    DeviceNetBuilder net = new DeviceNetBuilder(array, width, height);
    Map<Integer, DeviceNetBuilder.Source> sources = new HashMap<>();
    sources.put(graph.input().id(), net.frame(graph.input().channels()));
    for (Step step : graph.steps()) {
      if (step instanceof Step.Convolve convolve) {
        sources.put(
            convolve.to().id(), convolve(net, convolve.layer(), sources.get(convolve.from().id())));
      } else if (step instanceof Step.MaxPool pool) {
        sources.put(pool.to().id(), net.pool(sources.get(pool.from().id())));
      } else if (step instanceof Step.Concatenate both) {
        sources.put(
            both.to().id(),
            DeviceNetBuilder.concatenate(
                sources.get(both.upsampled().id()), sources.get(both.skip().id())));
      } else if (step instanceof Step.Head head) {
        convolve(net, head.layer(), sources.get(head.from().id()));
      }
    }
    return net.build();
  }

  /** The net's input as the device reads it. */
  public MapLayout input() {
    return layers.stream()
        .flatMap(layer -> layer.inputs().stream())
        .filter(input -> input.producer() == DeviceLayer.Input.FRAME)
        .findFirst()
        .orElseThrow()
        .map();
  }

  /** The layer whose result is the net's. */
  public DeviceLayer last() {
    return layers.get(layers.size() - 1);
  }

  private static DeviceNetBuilder.Source convolve(
      DeviceNetBuilder net, Layer layer, DeviceNetBuilder.Source from) {
    return net.convolve(
        new LayerShape(
            layer.name(),
            layer.kind(),
            layer.outChannels(),
            layer.input().width().bits(),
            layer.weightWidth().bits(),
            layer.output().map(format -> format.width().bits()).orElse(0)),
        from);
  }
}
