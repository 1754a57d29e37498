package io.quantunet.driver.engine;

import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import java.util.List;

/** A U-Net on whatever executes its graph. */
final class ModelEngine implements InferenceEngine {

  private final EngineKind kind;
  private final GraphExecutor executor;
  private final int logitExponent;
  private final int threshold;

  ModelEngine(EngineKind kind, QuantizedModel model, GraphExecutor executor) {
    this.kind = kind;
    this.executor = executor;
    Layer head = model.layers().get(model.layers().size() - 1);
    this.logitExponent = head.input().exponent() + head.weightExponents()[0];
    this.threshold = model.threshold();
  }

  @Override
  public EngineKind kind() {
    return kind;
  }

  @Override
  public Logits infer(byte[] codes, int width, int height, LayerObserver observer) {
    QuantizedModel.checkGrid(width, height);
    int[] values = executor.run(codes, width, height, observer);
    return new Logits(width, height, values, logitExponent, threshold);
  }

  @Override
  public List<String> plainLayers() {
    return executor.plainLayers();
  }

  @Override
  public void close() {
    executor.close();
  }
}
