package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pool of devices")
class DevicePoolTest {

  private static final int SIDE = 16;

  private final QuantizedModel model = RandomModels.model(1, 3);

  @Test
  void givesEnginesToTheDeviceWithTheFewestAndTheRestToSoftware() {
    try (DevicePool pool = new DevicePool(EngineKind.RTL, List.of(device(), device()))) {
      List<InferenceEngine> engines = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        engines.add(pool.engine(model, EngineKind.JAVA));
        compute(engines.get(i));
      }

      assertThat(engines)
          .extracting(InferenceEngine::kind)
          .containsExactly(
              EngineKind.RTL, EngineKind.RTL, EngineKind.RTL, EngineKind.RTL, EngineKind.JAVA);
      assertThat(pool.health()).extracting(DeviceHealth::frames).containsExactly(2L, 2L);

      engines.get(0).close();
      assertThat(pool.engine(model, EngineKind.JAVA).kind()).isEqualTo(EngineKind.RTL);
    }
  }

  @Test
  void saysThatSoftwareComputedWhereTheDeviceIsMissing() {
    DeviceKeeper missing =
        new DeviceKeeper(
            "missing",
            () -> {
              throw new DeviceException("xdma0_user cannot be opened");
            },
            MemoryWindow.SIMULATED,
            DriverTimes.BOARD);
    try (DevicePool pool = new DevicePool(EngineKind.FPGA, List.of(missing));
        InferenceEngine engine = pool.engine(model, EngineKind.JAVA)) {
      compute(engine);

      assertThat(engine.kind()).isEqualTo(EngineKind.JAVA);
      assertThat(pool.health().get(0).ready()).isFalse();
      assertThat(pool.health().get(0).trouble()).contains("xdma0_user");
    }
  }

  private static DeviceKeeper device() {
    return new DeviceKeeper(
        "card",
        () -> new FunctionalDevice(Configuration.of("ci")),
        MemoryWindow.SIMULATED,
        DriverTimes.SIMULATION);
  }

  private void compute(InferenceEngine engine) {
    byte[] codes = new byte[SIDE * SIDE];
    new Random(6).nextBytes(codes);
    try (InferenceEngine reference = Engines.create(EngineKind.REFERENCE, model)) {
      assertThat(engine.infer(List.of(codes), SIDE, SIDE))
          .isEqualTo(reference.infer(List.of(codes), SIDE, SIDE));
    }
  }
}
