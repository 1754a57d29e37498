package io.quantunet.driver.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The proof that the checks can fail: each mutant is caught, and what it was made of is not. */
@DisplayName("The conformance checks")
class MutationProofTest {

  @TestFactory
  Stream<DynamicTest> catchAnEngineThat() {
    return Stream.of(ArithmeticMutants.all(), PlacementMutants.all())
        .flatMap(mutants -> mutants.entrySet().stream())
        .map(mutant -> DynamicTest.dynamicTest(mutant.getKey(), () -> isCaught(mutant.getValue())));
  }

  @Test
  void findNothingInTheUnmutatedRules() {
    assertThat(firstFailure(new Rules())).isEmpty();
  }

  private static void isCaught(Rules mutant) {
    assertThat(firstFailure(mutant)).isPresent();
  }

  private static Optional<String> firstFailure(Rules rules) {
    return ConformanceChecks.firstFailure(graph -> new Textbook(graph, rules));
  }
}
