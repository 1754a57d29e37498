package io.quantunet.driver.engine.portable;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import java.util.List;
import java.util.Optional;

/** Executes a graph in plain Java, fast enough to use; keeps buffers for the last size of input. */
public final class PortableEngine implements GraphExecutor {

  private final Graph graph;
  private Optional<Plan> plan = Optional.empty();

  /** Prepares nothing yet: the buffers depend on the input's size. */
  public PortableEngine(Graph graph) {
    this.graph = graph;
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph.checkInput(codes, frames, width, height);
    graph.checkResults(results, frames, width, height);
    Plan ready = plan(width, height);
    for (int frame = 0; frame < frames; frame++) {
      ready.run(
          codes,
          codes.length / frames * frame,
          results,
          results.length / frames * frame,
          LayerObserver.NONE);
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    graph.checkInput(codes, 1, width, height);
    int[] results = new int[graph.resultLength(1, width, height)];
    plan(width, height).run(codes, 0, results, 0, observer);
    return results;
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    graph.checkInput(codes, 1, width, height);
    return plan(width, height).time(codes, new int[graph.resultLength(1, width, height)]);
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    plan = Optional.empty();
  }

  private Plan plan(int width, int height) {
    if (plan.isEmpty() || !plan.get().isFor(width, height)) {
      plan = Optional.of(new Plan(graph, width, height));
    }
    return plan.get();
  }
}
