package io.quantunet.bench;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.QuantizedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a frame's time goes on the engine onednn: of each part the fastest of many frames.
 *
 * @param parts in order of execution
 * @param wholeMs fastest whole frame, unobserved, ms
 */
public record LayerProfile(List<StepTime> parts, double wholeMs) {

  private static final int FRAMES = 40;
  private static final long LIMIT_NANOS = 5_000_000_000L;

  /**
   * Measures a model.
   *
   * @throws io.quantunet.driver.engine.EngineException if oneDNN is not there
   */
  public static LayerProfile of(QuantizedModel model, int gridWidth, int gridHeight) {
    return of(model, Frames.noise(gridWidth, gridHeight, 1));
  }

  static LayerProfile of(QuantizedModel model, Frames frames) {
    try (GraphExecutor engine = Engines.executor(EngineKind.ONEDNN, Graph.of(model))) {
      int[] logits = new int[frames.pixels()];
      List<StepTime> best = engine.time(frames.codes(), frames.width(), frames.height());
      double whole = Double.POSITIVE_INFINITY;
      long end = System.nanoTime() + LIMIT_NANOS;
      for (int i = 0; i < FRAMES && System.nanoTime() < end; i++) {
        best = faster(best, engine.time(frames.codes(), frames.width(), frames.height()));
        long start = System.nanoTime();
        engine.run(frames.codes(), 1, frames.width(), frames.height(), logits);
        whole = Math.min(whole, (System.nanoTime() - start) / 1e6);
      }
      return new LayerProfile(best, whole);
    }
  }

  /**
   * A table for people: each part's time, its share, and for a convolution its speed beside the
   * fastest that this machine's oneDNN reaches on one large convolution.
   */
  public static String table(QuantizedModel model) {
    return new ProfileTable(model, of(model, EngineBenchmark.SIDE, EngineBenchmark.SIDE)).text();
  }

  /** Share of the parts' time that goes to a layer, 0..1, all that belongs to it. */
  public double share(String layer) {
    double all = parts.stream().mapToLong(StepTime::nanos).sum();
    return parts.stream().filter(part -> part.step().equals(layer)).mapToLong(StepTime::nanos).sum()
        / all;
  }

  /** Sum of the bare convolutions, ms. */
  double convolutionsMs() {
    return parts.stream()
            .filter(part -> part.work().equals(StepTime.CONVOLUTION))
            .mapToLong(StepTime::nanos)
            .sum()
        / 1e6;
  }

  private static List<StepTime> faster(List<StepTime> some, List<StepTime> others) {
    List<StepTime> fastest = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      boolean first = some.get(i).nanos() <= others.get(i).nanos();
      fastest.add(first ? some.get(i) : others.get(i));
    }
    return List.copyOf(fastest);
  }
}
