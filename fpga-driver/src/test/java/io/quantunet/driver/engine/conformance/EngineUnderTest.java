package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.verify.Trial;
import java.util.Optional;
import java.util.function.Function;

/** What the checks need to know of an engine. */
public interface EngineUnderTest {

  /** Makes the engine for a graph. */
  GraphExecutor executor(Graph graph);

  /** What is right: the reference, unless that is what is tried. */
  default Function<Graph, GraphExecutor> oracle() {
    return ReferenceEngine::new;
  }

  /**
   * Why the engine cannot take a trial, e.g. since it only runs whole nets; empty if it can. What
   * is refused is skipped, and the reason is printed.
   */
  default Optional<String> refusal(Trial trial) {
    return Optional.empty();
  }
}
