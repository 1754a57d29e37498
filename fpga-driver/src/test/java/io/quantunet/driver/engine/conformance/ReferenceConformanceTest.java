package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.util.function.Function;

/** What all others are measured against is itself measured against the textbook, which is slow. */
class ReferenceConformanceTest extends EngineConformance {

  ReferenceConformanceTest() {
    super(EngineKind.REFERENCE, 500_000);
  }

  @Override
  public Function<Graph, GraphExecutor> oracle() {
    return graph -> new Textbook(graph, new Rules());
  }
}
