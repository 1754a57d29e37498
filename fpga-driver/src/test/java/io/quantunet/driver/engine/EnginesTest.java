package io.quantunet.driver.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Choosing an engine")
class EnginesTest {

  private static final QuantizedModel MODEL = RandomModels.model(1, 1);

  @Test
  void saysWhatIsMissingAndWhatToDo() {
    assertThatThrownBy(() -> Engines.create(EngineKind.FPGA, MODEL))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("engine fpga: /dev/xdma0_user is not there; load the xdma module")
        .hasMessageContaining("choose the engine onednn or java, or allow the fallback");
  }

  @Test
  void fallsBackOnlyIfToldTo() {
    try (InferenceEngine engine = Engines.createOrFallBack(EngineKind.FPGA, MODEL)) {
      assertThat(engine.kind()).isEqualTo(EngineKind.JAVA);
    }
  }

  @Test
  void doesNotFallBackFromAnEngineThatIsThere() {
    try (InferenceEngine engine = Engines.createOrFallBack(EngineKind.ONEDNN, MODEL)) {
      assertThat(engine.kind()).isEqualTo(EngineKind.ONEDNN);
    }
  }

  @Test
  void knowsTheEnginesByName() {
    assertThat(EngineKind.of("onednn")).isEqualTo(EngineKind.ONEDNN);
    assertThatThrownBy(() -> EngineKind.of("gpu"))
        .hasMessage("no engine is called 'gpu'; choose one of reference, onednn, java, rtl, fpga");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"REFERENCE", "ONEDNN", "JAVA"})
  void refusesAFrameThatIsNoMultipleOf16(EngineKind kind) {
    try (InferenceEngine engine = Engines.create(kind, MODEL)) {
      assertThatThrownBy(() -> engine.infer(new byte[20 * 16], 20, 16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("positive multiples of 16");
      assertThatThrownBy(() -> engine.infer(new byte[5], 16, 16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("5 input codes, 1 x 16 x 16 x 1 needs 256");
    }
  }
}
