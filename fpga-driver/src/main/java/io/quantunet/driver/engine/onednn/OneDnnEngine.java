package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.model.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a graph with oneDNN's int8 primitives. A layer that oneDNN would not compute exactly (on
 * this CPU, or because its accumulators exceed float32's integers) runs in plain Java instead.
 */
public final class OneDnnEngine implements GraphExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnnEngine.class);

  /** Sizes of input that are kept ready. */
  private static final int MAX_PLANS = 4;

  private record Size(int width, int height) {}

  private final Graph graph;
  private final Set<String> exactLayers;
  private final List<String> plainLayers;
  private final Map<Size, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed = false;

  /**
   * @throws EngineException if oneDNN's native library does not load here
   */
  public OneDnnEngine(Graph graph) {
    this.graph = graph;
    boolean exactDotProducts = OneDnn.hasExactDotProducts();
    Map<Boolean, List<String>> layers =
        graph.layers().stream()
            .collect(
                Collectors.partitioningBy(
                    layer -> CpuRule.isExact(layer, exactDotProducts),
                    Collectors.mapping(Layer::name, Collectors.toList())));
    this.exactLayers = Set.copyOf(layers.get(true));
    this.plainLayers = List.copyOf(layers.get(false));
    LOG.debug("oneDNN on {}; in plain Java: {}", OneDnn.instructionSet(), plainLayers);
  }

  @Override
  public List<String> plainLayers() {
    return plainLayers;
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    if (closed) {
      throw new EngineException("engine onednn: closed");
    }
    graph.checkInput(codes, width, height);
    try (SingleThread thread = SingleThread.enter()) {
      return plan(new Size(width, height)).run(codes, observer);
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new EngineException(
          "engine onednn: a frame of %d x %d was not computed: %s"
              .formatted(width, height, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    closed = true;
    plans.values().forEach(Plan::close);
    plans.clear();
  }

  private Plan plan(Size size) {
    Plan known = plans.get(size);
    if (known != null) {
      return known;
    }
    if (plans.size() == MAX_PLANS) {
      Size oldest = plans.keySet().iterator().next();
      plans.remove(oldest).close();
    }
    Plan plan = new Plan(graph, exactLayers, size.width(), size.height());
    plans.put(size, plan);
    return plan;
  }
}
