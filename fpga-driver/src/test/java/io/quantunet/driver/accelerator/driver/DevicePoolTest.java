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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pool of devices")
class DevicePoolTest {

  private static final int SIDE = 16;

  private final QuantizedModel model = RandomModels.model(1, 3);

  @Test
  void givesFramesToTheDeviceWithTheFewestAndTheRestToSoftware() {
    try (DevicePool pool = pool(device(), device())) {
      DevicePool.Lease first = pool.take().orElseThrow();
      DevicePool.Lease second = pool.take().orElseThrow();
      DevicePool.Lease third = pool.take().orElseThrow();
      DevicePool.Lease fourth = pool.take().orElseThrow();

      assertThat(second.keeper()).isNotSameAs(first.keeper());
      assertThat(fourth.keeper()).isNotSameAs(third.keeper());
      assertThat(pool.take()).isEmpty();

      second.close();
      assertThat(pool.take().orElseThrow().keeper()).isSameAs(second.keeper());
    }
  }

  @Test
  void computesInSoftwareWhatNoDeviceHasRoomFor() {
    try (DevicePool pool = pool(device());
        InferenceEngine engine = pool.engine(model, EngineKind.JAVA)) {
      compute(engine);
      assertThat(engine.kind()).isEqualTo(EngineKind.RTL);
      assertThat(engine.deviceCycles()).isPositive();

      try (DevicePool.Lease first = pool.take().orElseThrow();
          DevicePool.Lease second = pool.take().orElseThrow()) {
        assertThat(first.keeper()).isSameAs(second.keeper());
        compute(engine);
        assertThat(engine.kind()).isEqualTo(EngineKind.JAVA);
        assertThat(engine.deviceCycles()).isZero();
      }

      compute(engine);
      assertThat(engine.kind()).isEqualTo(EngineKind.RTL);
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
    try (DevicePool pool = pool(missing);
        InferenceEngine engine = pool.engine(model, EngineKind.JAVA)) {
      compute(engine);

      assertThat(engine.kind()).isEqualTo(EngineKind.JAVA);
      assertThat(pool.health().get(0).ready()).isFalse();
      assertThat(pool.health().get(0).trouble()).contains("xdma0_user");
    }
  }

  private static DevicePool pool(DeviceKeeper... devices) {
    return new DevicePool(EngineKind.RTL, List.of(devices), DevicePool.TWO_WORKERS);
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
