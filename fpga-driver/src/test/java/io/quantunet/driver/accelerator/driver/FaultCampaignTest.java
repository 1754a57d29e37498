package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.FaultKind;
import io.quantunet.driver.accelerator.device.FaultPlan;
import io.quantunet.driver.accelerator.device.FaultyDevice;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.verify.RandomModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
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
  private static final int DEAD_ACCESSES = 40;
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
  void ofOneKind(FaultKind kind) throws IOException {
    int seed = kind.name().hashCode();
    check(name(kind), new FaultPlan(Map.of(kind, rate(kind)), DEAD_ACCESSES, seed));
  }

  @Test
  void ofAllKinds() throws IOException {
    Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
    Arrays.stream(FaultKind.values()).forEach(kind -> rates.put(kind, rate(kind) / 4));
    check("all", new FaultPlan(rates, DEAD_ACCESSES, 99));
  }

  private static String name(FaultKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
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

  private void check(String kind, FaultPlan plan) throws IOException {
    FunctionalDevice card = new FunctionalDevice(Configuration.of("ci"));
    try (DeviceKeeper keeper =
        new DeviceKeeper(
            "faulty",
            () -> new FaultyDevice(new LateDevice(card), plan),
            MemoryWindow.SIMULATED,
            TIMES)) {
      FaultCampaign.Outcome outcome =
          FaultCampaign.run(keeper, plan, graph, (FRAMES + CAMPAIGNS - 1) / CAMPAIGNS);

      FaultCampaign.record("stub", kind, outcome);
      assertThat(outcome.wrong()).as("%s", outcome).isZero();
      assertThat(outcome.lost()).as("%s", outcome).isZero();
      assertThat(outcome.health().frames()).isPositive();
      assertThat(outcome.faults()).isPositive();
    }
  }
}
