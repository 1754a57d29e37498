package io.quantunet.driver.engine;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.onednn.OneDnnEngine;
import io.quantunet.driver.engine.portable.PortableEngine;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes engines. */
public final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /**
   * An engine for a model, of exactly this kind.
   *
   * @throws EngineException if there is no such engine in this version or on this machine: what,
   *     where, what to do
   */
  public static InferenceEngine create(EngineKind kind, QuantizedModel model) {
    return over(kind, model, executor(kind, Graph.of(model)));
  }

  /**
   * An engine over something that executes the model's graph, whatever that is.
   *
   * @param executor closed with the engine
   */
  public static InferenceEngine over(
      EngineKind kind, QuantizedModel model, GraphExecutor executor) {
    return new ModelEngine(kind, model, executor);
  }

  /**
   * An engine for a model, or the engine java (with a warning) where there is no such engine.
   * {@link InferenceEngine#kind()} says which it became.
   */
  public static InferenceEngine createOrFallBack(EngineKind kind, QuantizedModel model) {
    try {
      return create(kind, model);
    } catch (EngineException e) {
      LOG.warn("falling back to the engine java: {}", e.getMessage());
      return create(EngineKind.JAVA, model);
    }
  }

  /**
   * The fastest engine that this machine has: {@code onednn}, or {@code java} (with a warning)
   * where oneDNN's native library does not load.
   */
  public static EngineKind fastest() {
    try {
      LOG.debug("oneDNN on {}", OneDnnEngine.instructionSet());
      return EngineKind.ONEDNN;
    } catch (EngineException e) {
      LOG.warn("falling back to the engine java: {}", e.getMessage());
      return EngineKind.JAVA;
    }
  }

  /**
   * Something that executes a graph.
   *
   * @throws EngineException if there is no such engine in this version or on this machine: what,
   *     where, what to do
   */
  public static GraphExecutor executor(EngineKind kind, Graph graph) {
    return switch (kind) {
      case REFERENCE -> new ReferenceEngine(graph);
      case ONEDNN -> new OneDnnEngine(graph);
      case JAVA -> new PortableEngine(graph);
      case RTL, FPGA -> provided(kind, graph);
    };
  }

  private static GraphExecutor provided(EngineKind kind, Graph graph) {
    return ServiceLoader.load(ExecutorProvider.class, Engines.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.kind() == kind)
        .findFirst()
        .orElseThrow(
            () -> new EngineException("engine %s: not in this build".formatted(kind.label())))
        .executor(graph);
  }
}
