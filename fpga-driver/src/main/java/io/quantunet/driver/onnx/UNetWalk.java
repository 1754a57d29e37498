package io.quantunet.driver.onnx;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import java.util.HashMap;
import java.util.Map;

/** Takes a dialect through a U-Net in order of execution. */
final class UNetWalk {

  private final Dialect dialect;
  private final Map<Integer, Wire> wires = new HashMap<>();
  private int pools;
  private int concatenations;

  private UNetWalk(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Writes every step of the model, from its quantized input on. */
  static void write(QuantizedModel model, Wire input, Dialect dialect) {
    UNetWalk walk = new UNetWalk(dialect);
    Graph graph = Graph.of(model);
    walk.wires.put(graph.input().id(), input);
    graph.steps().forEach(walk::write);
  }

  private void write(Step step) {
    if (step instanceof Step.Convolve convolve) {
      Wire from = wires.get(convolve.from().id());
      wires.put(convolve.to().id(), dialect.convolve(convolve.layer(), from));
    } else if (step instanceof Step.MaxPool pool) {
      pools++;
      wires.put(pool.to().id(), dialect.maxPool("pool" + pools, wires.get(pool.from().id())));
    } else if (step instanceof Step.Concatenate both) {
      String name = "concat" + (UNetLayout.STAGES - concatenations++);
      Wire upsampled = wires.get(both.upsampled().id());
      Wire skip = wires.get(both.skip().id());
      wires.put(both.to().id(), dialect.concatenate(name, upsampled, skip));
    } else if (step instanceof Step.Head head) {
      dialect.head(head.layer(), wires.get(head.from().id()));
    }
  }
}
