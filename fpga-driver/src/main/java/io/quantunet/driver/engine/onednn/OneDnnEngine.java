package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.Layer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a graph with oneDNN's int8 primitives, one thread per frame. A layer that oneDNN would
 * not compute exactly on this CPU runs in plain Java instead.
 */
public final class OneDnnEngine implements GraphExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnnEngine.class);

  /** Sizes of input that are kept ready. */
  private static final int MAX_PLANS = 4;

  private final Graph graph;
  private final IdentityHashMap<Layer, Arithmetic> arithmetic = new IdentityHashMap<>();
  private final Deque<Plan> plans = new ArrayDeque<>(); // the last used one first
  private boolean closed = false;

  /**
   * @throws EngineException if oneDNN's native library does not load here
   */
  public OneDnnEngine(Graph graph) {
    this.graph = graph;
    boolean exactDotProducts = OneDnn.hasExactDotProducts();
    graph.layers().forEach(layer -> arithmetic.put(layer, Arithmetic.of(layer, exactDotProducts)));
    LOG.debug("oneDNN on {}; in plain Java: {}", OneDnn.instructionSet(), plainLayers());
  }

  /**
   * The CPU instruction set that oneDNN uses here, e.g. {@code avx512_core_amx}; bounded by the
   * environment variable {@code ONEDNN_MAX_CPU_ISA}.
   *
   * @throws EngineException if oneDNN's native library does not load here
   */
  public static String instructionSet() {
    return OneDnn.instructionSet();
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public List<String> plainLayers() {
    return graph.layers().stream()
        .filter(layer -> arithmetic.get(layer) == Arithmetic.PLAIN)
        .map(Layer::name)
        .toList();
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph.checkInput(codes, frames, width, height);
    graph.checkResults(results, frames, width, height);
    try (SingleThread thread = SingleThread.enter()) {
      plan(frames, width, height).run(codes, results);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(frames, width, height, e);
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    graph.checkInput(codes, 1, width, height);
    int[] results = new int[graph.resultLength(1, width, height)];
    try (SingleThread thread = SingleThread.enter()) {
      plan(1, width, height).show(codes, results, graph, observer);
      return results;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(1, width, height, e);
    }
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    graph.checkInput(codes, 1, width, height);
    int[] results = new int[graph.resultLength(1, width, height)];
    try (SingleThread thread = SingleThread.enter()) {
      return plan(1, width, height).time(codes, results);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failure(1, width, height, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    plans.forEach(Plan::close);
    plans.clear();
  }

  private static EngineException failure(int frames, int width, int height, Throwable cause) {
    return cause instanceof EngineException known
        ? known
        : new EngineException(
            "engine onednn: %d frames of %d x %d were not computed: %s"
                .formatted(frames, width, height, cause.getMessage()),
            cause);
  }

  private Plan plan(int frames, int width, int height) {
    if (closed) {
      throw new EngineException("engine onednn: closed");
    }
    Plan last = plans.peekFirst();
    if (last != null && last.fits(frames, width, height)) {
      return last;
    }
    Plan plan =
        plans.stream()
            .filter(known -> known.fits(frames, width, height))
            .findFirst()
            .orElseGet(() -> make(new Extent(frames, width, height)));
    plans.remove(plan);
    plans.addFirst(plan);
    return plan;
  }

  private Plan make(Extent extent) {
    if (plans.size() == MAX_PLANS) {
      plans.removeLast().close();
    }
    return new Plan(graph, arithmetic::get, extent);
  }
}
