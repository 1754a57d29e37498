package io.quantunet.driver.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.engine.AcceleratorExecutor;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.verify.RandomTrials;
import io.quantunet.driver.verify.Trial;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The accelerator, as its functional model has it, passes the checks of every other engine. */
class FunctionalDeviceConformanceTest implements EngineUnderTest {

  @Override
  public GraphExecutor executor(Graph graph) {
    return new AcceleratorExecutor(graph, new FunctionalDevice(Configurations.CI));
  }

  /** It computes what the compiler takes: no max-pool alone, one channel of logits. */
  @Override
  public Optional<String> refusal(Trial trial) {
    try {
      new Compiler(Configurations.CI, 0, false)
          .compile(trial.graph(), trial.width(), trial.height());
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e.getMessage());
    }
  }

  @TestFactory
  Stream<DynamicTest> isExactIn() {
    return ConformanceChecks.all().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.name(),
                    () -> assertThat(check.firstDifference(this, new Tally())).isEmpty()));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF) // a smaller seed is no smaller layer
  void isExactInRandomLayers(@ForAll long seed) {
    Trial trial = RandomTrials.layer(seed);
    if (refusal(trial).isEmpty()) {
      assertThat(trial.run(oracle(), this::executor).firstDifference()).isEmpty();
    }
  }
}
