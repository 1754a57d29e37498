package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  @Test
  void keepsTheOrderOfItsFacts() {
    Provenance provenance = new Provenance(Map.of()).with("b", "1").with("a", "2").with("b", "3");

    assertThat(provenance.facts()).containsExactly(Map.entry("b", "3"), Map.entry("a", "2"));
  }

  @Test
  void tellsTheMachine() {
    assertThat(Machine.describe()).contains("cores", "Java " + System.getProperty("java.version"));
  }
}
