package io.quantunet.driver.engine;

import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
    return logits(executor.run(codes, width, height, observer), width, height);
  }

  @Override
  public void infer(byte[] codes, int frames, int width, int height, int[] logits) {
    QuantizedModel.checkGrid(width, height);
    executor.run(codes, frames, width, height, logits);
  }

  @Override
  public List<Logits> infer(List<byte[]> frames, int width, int height) {
    int pixels = width * height;
    byte[] codes = new byte[frames.size() * pixels];
    for (int i = 0; i < frames.size(); i++) {
      System.arraycopy(frames.get(i), 0, codes, i * pixels, pixels);
    }
    int[] values = new int[codes.length];
    infer(codes, frames.size(), width, height, values);
    return IntStream.range(0, frames.size())
        .mapToObj(i -> Arrays.copyOfRange(values, i * pixels, (i + 1) * pixels))
        .map(frame -> logits(frame, width, height))
        .toList();
  }

  private Logits logits(int[] values, int width, int height) {
    return new Logits(width, height, values, logitExponent, threshold);
  }

  @Override
  public long deviceCycles() {
    return executor.deviceCycles();
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
