package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.QuantizedModel;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A U-Net on devices that may fail, with another engine beside them: frames are never lost. */
final class SupervisedEngine implements InferenceEngine {

  private final EngineKind kind;
  private final EngineKind otherKind;
  private final SupervisedExecutor executor;
  private final InferenceEngine engine;
  private boolean elsewhere = false;

  /**
   * @param kind what the devices are, {@code RTL} or {@code FPGA}
   * @param pool the devices
   * @param otherKind the engine that stands in
   * @param engines makes it, e.g. {@code Engines::executor}
   */
  SupervisedEngine(
      EngineKind kind,
      QuantizedModel model,
      DevicePool pool,
      EngineKind otherKind,
      BiFunction<EngineKind, Graph, GraphExecutor> engines) {
    this.kind = kind;
    this.otherKind = otherKind;
    this.executor = new SupervisedExecutor(pool, engines.apply(otherKind, Graph.of(model)));
    this.engine = Engines.over(kind, model, executor);
  }

  /** What computed the last frames: a device, or what stood in for one of them. */
  @Override
  public EngineKind kind() {
    return elsewhere ? otherKind : kind;
  }

  @Override
  public Logits infer(byte[] codes, int width, int height, LayerObserver observer) {
    return watched(() -> engine.infer(codes, width, height, observer));
  }

  @Override
  public void infer(byte[] codes, int frames, int width, int height, int[] logits) {
    watched(
        () -> {
          engine.infer(codes, frames, width, height, logits);
          return logits;
        });
  }

  @Override
  public List<Logits> infer(List<byte[]> frames, int width, int height) {
    return watched(() -> engine.infer(frames, width, height));
  }

  @Override
  public List<Logits> infer(List<byte[]> frames, int width, int height, Duration within) {
    return executor.within(within, () -> infer(frames, width, height));
  }

  /** Notes where a call was computed. */
  private <T> T watched(Supplier<T> call) {
    long before = executor.framesElsewhere();
    T result = call.get();
    elsewhere = executor.framesElsewhere() > before;
    return result;
  }

  @Override
  public long deviceCycles() {
    return executor.deviceCycles();
  }

  @Override
  public List<String> plainLayers() {
    return engine.plainLayers();
  }

  @Override
  public void close() {
    engine.close();
  }
}
