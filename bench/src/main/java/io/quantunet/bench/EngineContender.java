package io.quantunet.bench;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import java.util.ArrayList;
import java.util.List;

/** One of this system's engines. */
final class EngineContender implements Contender {

  private static final int WARM_UP_SIDE = 32;
  private static final int WARM_UP_FRAMES = 4;

  private final EngineKind kind;
  private final Frames frames;
  private final List<InferenceEngine> engines = new ArrayList<>();
  private final List<int[]> logits = new ArrayList<>();

  /**
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine here
   */
  EngineContender(EngineKind kind, QuantizedModel model, Frames frames, int workers) {
    this.kind = kind;
    this.frames = frames;
    for (int i = 0; i < workers; i++) {
      engines.add(Engines.create(kind, model));
      logits.add(new int[frames.pixels()]);
    }
  }

  @Override
  public String name() {
    return kind.label();
  }

  @Override
  public void frame(int worker) {
    engines
        .get(worker)
        .infer(frames.codes(), 1, frames.width(), frames.height(), logits.get(worker));
  }

  /** Computes small frames, so that slow engines' loops are compiled when it counts. */
  void warmUp() {
    Frames small = Frames.noise(WARM_UP_SIDE, WARM_UP_SIDE, 1);
    int[] ignored = new int[small.pixels()];
    for (int i = 0; i < WARM_UP_FRAMES; i++) {
      engines.get(0).infer(small.codes(), 1, WARM_UP_SIDE, WARM_UP_SIDE, ignored);
    }
  }

  /** What the worker's last frame gave, {@code [height, width]}. */
  int[] logits(int worker) {
    return logits.get(worker);
  }

  @Override
  public void close() {
    engines.forEach(InferenceEngine::close);
  }
}
