package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** A U-Net on a device that may fail, with another engine beside it: frames are never lost. */
public final class SupervisedEngine implements InferenceEngine {

  private final EngineKind kind;
  private final EngineKind otherKind;
  private final SupervisedExecutor executor;
  private final int logitExponent;
  private final int threshold;
  private final Runnable whenClosed;
  private boolean elsewhere = false;

  /**
   * @param kind what the device is, {@code RTL} or {@code FPGA}
   * @param keeper the device, perhaps shared with other engines
   * @param otherKind the engine that stands in
   * @param engines makes it, e.g. {@code Engines::executor}
   * @param whenClosed is run once the engine is closed
   */
  public SupervisedEngine(
      EngineKind kind,
      QuantizedModel model,
      DeviceKeeper keeper,
      EngineKind otherKind,
      BiFunction<EngineKind, Graph, GraphExecutor> engines,
      Runnable whenClosed) {
    this.whenClosed = whenClosed;
    this.kind = kind;
    this.otherKind = otherKind;
    this.executor = new SupervisedExecutor(keeper, engines.apply(otherKind, Graph.of(model)));
    Layer head = model.layers().get(model.layers().size() - 1);
    this.logitExponent = head.input().exponent() + head.weightExponents()[0];
    this.threshold = model.threshold();
  }

  /** What computed the last frames: the device, or what stood in for one of them. */
  @Override
  public EngineKind kind() {
    return elsewhere ? otherKind : kind;
  }

  @Override
  public Logits infer(byte[] codes, int width, int height, LayerObserver observer) {
    QuantizedModel.checkGrid(width, height);
    long before = executor.framesElsewhere();
    int[] values = executor.run(codes, width, height, observer);
    elsewhere = executor.framesElsewhere() > before;
    return logits(values, width, height);
  }

  @Override
  public void infer(byte[] codes, int frames, int width, int height, int[] logits) {
    QuantizedModel.checkGrid(width, height);
    long before = executor.framesElsewhere();
    executor.run(codes, frames, width, height, logits);
    elsewhere = executor.framesElsewhere() > before;
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
    List<Logits> results = new ArrayList<>();
    for (int at = 0; at < values.length; at += pixels) {
      results.add(logits(Arrays.copyOfRange(values, at, at + pixels), width, height));
    }
    return results;
  }

  private Logits logits(int[] values, int width, int height) {
    return new Logits(width, height, values, logitExponent, threshold);
  }

  @Override
  public void close() {
    executor.close();
    whenClosed.run();
  }
}
