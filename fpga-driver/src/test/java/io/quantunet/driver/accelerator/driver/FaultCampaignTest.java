package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.FaultKind;
import io.quantunet.driver.accelerator.device.FaultPlan;
import io.quantunet.driver.accelerator.device.FaultyDevice;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.verify.RandomModels;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Frames on a device with faults. 300 frames in all; the property {@code quantunet.fault.frames}
 * asks for another number.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS) // of the long form
@DisplayName("With faults at random, every frame gets its right mask:")
class FaultCampaignTest {

  private static final int FRAMES = Integer.getInteger("quantunet.fault.frames", 300);
  private static final int CAMPAIGNS = FaultKind.values().length + 1;
  private static final int BATCH = 4;
  private static final int SIDE = 16;
  private static final int DEAD_ACCESSES = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final DriverTimes TIMES =
      new DriverTimes(
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          0);

  private final Graph graph = Graph.of(RandomModels.model(2, 5));

  @ParameterizedTest
  @EnumSource
  void ofOneKind(FaultKind kind) {
    check(new FaultPlan(Map.of(kind, rate(kind)), DEAD_ACCESSES, kind.name().hashCode()));
  }

  @Test
  void ofAllKinds() {
    Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
    Arrays.stream(FaultKind.values()).forEach(kind -> rates.put(kind, rate(kind) / 4));
    check(new FaultPlan(rates, DEAD_ACCESSES, 99));
  }

  /** A frame takes about a dozen transfers and register accesses and one wait. */
  private static double rate(FaultKind kind) {
    return switch (kind) {
      case LOST_INTERRUPT, SPURIOUS_INTERRUPT -> 0.3;
      case FLIPPED_READ, FLIPPED_WRITE -> 0.05;
      case SHORT_TRANSFER, TIMEOUT, IO_ERROR -> 0.01;
      case DEAD_LINK -> 0.005;
    };
  }

  private void check(FaultPlan plan) {
    FunctionalDevice card = new FunctionalDevice(Configuration.of("ci"));
    Random random = new Random(7);
    int frames = (FRAMES + CAMPAIGNS - 1) / CAMPAIGNS;
    try (DeviceKeeper keeper =
            new DeviceKeeper(
                "faulty",
                () -> new FaultyDevice(new LateDevice(card), plan),
                MemoryWindow.SIMULATED,
                TIMES);
        SupervisedExecutor engine =
            new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, graph));
        GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      for (int frame = 0; frame < frames; frame += BATCH) {
        keeper.awaitReady(PATIENCE); // otherwise the rest is computed elsewhere meanwhile
        byte[] codes = new byte[BATCH * SIDE * SIDE];
        random.nextBytes(codes);

        assertThat(logits(engine, codes))
            .as("frames from %d on, after %s", frame, keeper.health())
            .isEqualTo(logits(reference, codes));
      }
      System.out.printf(
          "faults %s: %d frames on the device, %d elsewhere; %s%n",
          plan.injected(), keeper.health().frames(), engine.framesElsewhere(), keeper.health());
      assertThat(keeper.health().frames()).isPositive();
      assertThat(plan.injected()).isNotEmpty();
    }
  }

  private static int[] logits(GraphExecutor engine, byte[] codes) {
    int[] logits = new int[codes.length];
    engine.run(codes, BATCH, SIDE, SIDE, logits);
    return logits;
  }
}
