package io.quantunet.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The independent vectors")
class SharedVectorsTest {

  @ParameterizedTest(name = "on {0}")
  @EnumSource(names = {"REFERENCE", "ONEDNN"})
  void areReproducedToTheLastCode(EngineKind engine) throws IOException {
    VectorVerification.Report report =
        VectorVerification.run(SharedFolder.require("vectors"), engine);

    assertThat(report.failures()).isEmpty();
    assertThat(report.cases()).isEqualTo(66);
    assertThat(report.compared()).isGreaterThan(100_000);
  }
}
