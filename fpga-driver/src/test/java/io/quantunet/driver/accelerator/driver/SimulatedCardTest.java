package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quantunet.driver.accelerator.device.FaultKind;
import io.quantunet.driver.accelerator.device.FaultPlan;
import io.quantunet.driver.accelerator.device.FaultyDevice;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.accelerator.device.XdmaDevice;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.verify.RandomModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver on the Verilated RTL. Frames of the test with faults: {@code
 * quantunet.fault.rtl.frames}.
 */
@DisplayName("On the simulated RTL, the driver")
class SimulatedCardTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIDE = 16;
  private static final int FAULTY_FRAMES = Integer.getInteger("quantunet.fault.rtl.frames", 24);
  private static final List<String> UNFRIENDLY_MEMORY = List.of("--stall", "30", "--seed", "5");
  private static final DriverTimes TIMES =
      new DriverTimes(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofMillis(5),
          Duration.ofMillis(20),
          1 << 20);

  private static Path simulator;

  @TempDir private Path folder;
  private final Graph graph = Graph.of(RandomModels.model(2, 5));

  @BeforeAll
  static void build() {
    assumeThat(SimulatorBuild.isPossible()).as("verilator, g++ and make are installed").isTrue();
    simulator = SimulatorBuild.build(Path.of(""), "ci");
  }

  @Test
  void computesWhatTheReferenceComputes() {
    try (DeviceKeeper keeper = keeper(() -> SimulatedDevice.start(simulator, UNFRIENDLY_MEMORY))) {
      check(keeper, 3, 3);
      assertThat(keeper.health().frames()).as("%s", keeper.health()).isEqualTo(3);
    }
  }

  @Test
  void startsAnotherSimulationWhenOneIsKilled() {
    AtomicReference<SimulatedDevice> running = new AtomicReference<>();
    DeviceSource source =
        () -> {
          running.set(SimulatedDevice.start(simulator, List.of()));
          return running.get();
        };
    try (DeviceKeeper keeper = keeper(source)) {
      running.get().kill();

      check(keeper, 1, 1);
      assertThat(keeper.health().losses()).isEqualTo(1);
    }
  }

  @Test
  void deliversNoWrongMaskWhateverFails() throws Exception {
    Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
    Arrays.stream(FaultKind.values()).forEach(kind -> rates.put(kind, 0.003));
    FaultPlan plan = new FaultPlan(rates, 40, 3);
    try (DeviceKeeper keeper =
        keeper(() -> new FaultyDevice(SimulatedDevice.start(simulator, List.of()), plan))) {
      FaultCampaign.Outcome outcome = FaultCampaign.run(keeper, plan, graph, FAULTY_FRAMES);

      FaultCampaign.record("rtl", "all", outcome);
      assertThat(outcome.wrong()).as("%s", outcome).isZero();
      assertThat(outcome.lost()).as("%s", outcome).isZero();
      assertThat(outcome.health().frames()).isPositive();
    }
  }

  /** The class for a PCIe card, unchanged, on device-like files. */
  @Test
  void reachesItThroughTheClassForPcieCards() throws Exception {
    Process process =
        new ProcessBuilder(simulator.toString(), "--devdir", folder.toString(), "--memory", "64")
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("listening");
    DeviceSource source = () -> XdmaDevice.open(folder, 0, Duration.ofSeconds(30));
    MemoryWindow window = new MemoryWindow(0, 64 << 20);
    try (DeviceKeeper keeper = new DeviceKeeper("files", source, window, TIMES)) {
      check(keeper, 2, 2);
      assertThat(keeper.health().frames()).as("%s", keeper.health()).isEqualTo(2);
    }
    Files.delete(folder.resolve("xdma0_user"));
    assertThat(process.waitFor()).isZero();
  }

  private static DeviceKeeper keeper(DeviceSource source) {
    return new DeviceKeeper("simulated", source, MemoryWindow.SIMULATED, TIMES);
  }

  private void check(DeviceKeeper keeper, int frames, int batch) {
    Random random = new Random(frames);
    try (SupervisedExecutor engine =
            new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, graph));
        GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      for (int frame = 0; frame < frames; frame += batch) {
        keeper.awaitReady(PATIENCE); // otherwise the rest is computed elsewhere meanwhile
        byte[] codes = new byte[batch * SIDE * SIDE];
        random.nextBytes(codes);
        int[] found = new int[codes.length];
        int[] right = new int[codes.length];
        engine.run(codes, batch, SIDE, SIDE, found);
        reference.run(codes, batch, SIDE, SIDE, right);

        assertThat(found)
            .as("frames from %d on, after %s", frame, keeper.health())
            .isEqualTo(right);
      }
    }
  }
}
