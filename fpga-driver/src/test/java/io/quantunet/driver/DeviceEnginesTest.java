package io.quantunet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.Health;
import io.quantunet.driver.FpgaDriver.State;
import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.FaultKind;
import io.quantunet.driver.accelerator.device.FaultPlan;
import io.quantunet.driver.accelerator.device.FaultyDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.accelerator.driver.DeviceHealth;
import io.quantunet.driver.accelerator.driver.DeviceKeeper;
import io.quantunet.driver.accelerator.driver.DevicePool;
import io.quantunet.driver.accelerator.driver.DeviceSettings;
import io.quantunet.driver.accelerator.driver.DeviceSource;
import io.quantunet.driver.accelerator.driver.DriverTimes;
import io.quantunet.driver.accelerator.driver.GatedDevice;
import io.quantunet.driver.accelerator.driver.MemoryWindow;
import io.quantunet.driver.accelerator.driver.PassingDevice;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A driver on devices, simulated ones or cards,")
class DeviceEnginesTest extends DriverScenario {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final int FRAMES = 24;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final DriverTimes TIMES =
      new DriverTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          0);

  private final AtomicReference<DevicePool> pool = new AtomicReference<>();

  DeviceEnginesTest() {
    super(KIT);
  }

  @Test
  void letsSeveralWorkersComputeOnSeveralOfThem() {
    ActorRef<Command> driver = start(true, DeviceEnginesTest::card, DeviceEnginesTest::card);

    expectAll(driver, FRAMES);

    assertThat(pool.get().health()).allMatch(device -> device.frames() > 0);
    assertThat(pool.get().health()).extracting(DeviceHealth::failures).containsOnly(0L);
    assertThat(health(driver).state()).isEqualTo(State.READY);
    assertThat(health(driver).engine()).isEqualTo(EngineKind.RTL);
  }

  /** As the settings say it, with processes of the RTL's simulation. */
  @Test
  void servesOnSeveralSimulations() {
    assumeThat(SimulatorBuild.isPossible()).as("verilator, g++ and make are installed").isTrue();
    System.setProperty("quantunet.home", ".."); // where the simulation is built from
    DeviceSettings two =
        DeviceSettings.fromConfig(
            ConfigFactory.parseString("quantunet.driver.devices.simulations = 2")
                .withFallback(ConfigFactory.load()));
    ActorRef<Command> driver =
        startUnscripted(
            new DriverSettings(EngineKind.RTL, false, 2, FRAMES, 1, PATIENCE, PAUSE, two));

    for (int i = 0; i < 4; i++) {
      ask(driver, ScriptedEngines.PLAIN);
    }
    for (int i = 0; i < 4; i++) {
      Answer.Segmented answer = (Answer.Segmented) edge.receiveMessage(Duration.ofMinutes(5));
      assertThat(answer.engine()).isEqualTo(EngineKind.RTL);
      assertThat(answer.timings().deviceCycles()).isPositive();
    }
    assertThat(health(driver).state()).isEqualTo(State.READY);
    assertThat(health(driver).engine()).isEqualTo(EngineKind.RTL);
    KIT.testKit().stop(driver, SOON);
  }

  @Test
  void losesNoFrameOfOneThatFailsAndUsesItAgainWhenItIsBack() {
    AtomicBoolean broken = new AtomicBoolean();
    ActorRef<Command> driver = start(true, () -> breakable(broken), DeviceEnginesTest::card);
    expectAll(driver, 4);

    broken.set(true);
    expectAll(driver, FRAMES);
    Health during = health(driver);
    assertThat(during.state()).isEqualTo(State.DEGRADED);
    assertThat(during.detail()).startsWith("device0 is out: ");
    assertThat(during.failures()).isZero();

    broken.set(false);
    long before = pool.get().health().get(0).frames();
    awaitAllReady();
    expectAll(driver, FRAMES);
    assertThat(pool.get().health().get(0).frames()).isGreaterThan(before);
    assertThat(health(driver).state()).isEqualTo(State.READY);
  }

  @Test
  void deliversEveryFrameWhileAllOfThemHaveFaults() {
    Map<FaultKind, Double> rates =
        Map.of(FaultKind.IO_ERROR, 0.01, FaultKind.FLIPPED_READ, 0.02, FaultKind.TIMEOUT, 0.01);
    FaultPlan plan = new FaultPlan(rates, 1, 7);
    DeviceSource faulty = () -> new FaultyDevice(card(), plan);
    ActorRef<Command> driver = start(true, faulty, faulty);

    expectAll(driver, 4 * FRAMES);

    assertThat(plan.injected()).isNotEmpty();
    assertThat(frames("segmented")).isEqualTo(4 * FRAMES);
  }

  @Test
  void givesAFrameOfOneThatHangsToSoftwareWithinItsDeadline() {
    GatedDevice device = new GatedDevice(card());
    DriverTimes hours =
        new DriverTimes(Duration.ofHours(1), SOON, Duration.ofMillis(1), Duration.ofMillis(20), 0);
    DeviceEngines patient = new DeviceEngines(true, () -> open(List.of(() -> device), hours));
    ActorRef<Command> driver = startOn(patient, settings(1, FRAMES, 1).withEngine(EngineKind.RTL));
    expectAll(driver, 1);

    device.shut();
    Duration deadline = Duration.ofSeconds(4);
    ask(driver, ScriptedEngines.PLAIN, Optional.of(NOW.plus(deadline)));

    Answer answer = edge.receiveMessage(deadline);
    assertThat(answer).isInstanceOf(Answer.Segmented.class);
    assertThat(((Answer.Segmented) answer).engine()).isNotEqualTo(EngineKind.RTL);
  }

  @Test
  void refusesToServeWithoutOneWhereNothingMayStandIn() {
    DeviceEngines strict =
        new DeviceEngines(false, () -> open(List.of(DeviceEnginesTest::missing)));

    assertThatThrownBy(() -> strict.create(RandomModels.model(1, 1)))
        .isInstanceOf(EngineException.class)
        .hasMessage("engine rtl: device0 is out: xdma0_user cannot be opened");
  }

  @Test
  void servesWithSoftwareUntilOneIsThere() {
    AtomicBoolean absent = new AtomicBoolean(true);
    ActorRef<Command> driver = start(true, () -> absent.get() ? missing() : card());

    expectAll(driver, 4);
    assertThat(health(driver).state()).isEqualTo(State.DEGRADED);
    assertThat(health(driver).detail()).contains("xdma0_user cannot be opened");

    absent.set(false);
    awaitAllReady();
    expectAll(driver, 4);
    assertThat(pool.get().health().get(0).frames()).isPositive();
    assertThat(health(driver).state()).isEqualTo(State.READY);
  }

  private ActorRef<Command> start(boolean fallbackAllowed, DeviceSource... devices) {
    DeviceEngines onDevices = new DeviceEngines(fallbackAllowed, () -> open(List.of(devices)));
    return startOn(onDevices, settings(4, 10 * FRAMES, 2).withEngine(EngineKind.RTL));
  }

  private DevicePool open(List<DeviceSource> sources) {
    return open(sources, TIMES);
  }

  private DevicePool open(List<DeviceSource> sources, DriverTimes times) {
    List<DeviceKeeper> keepers =
        IntStream.range(0, sources.size())
            .mapToObj(
                i -> new DeviceKeeper("device" + i, sources.get(i), MemoryWindow.SIMULATED, times))
            .toList();
    pool.set(new DevicePool(EngineKind.RTL, keepers, DevicePool.ALL_WORKERS));
    return pool.get();
  }

  /** Every frame is segmented, with the same mask, whatever computed it. */
  private void expectAll(ActorRef<Command> driver, int frames) {
    for (int i = 0; i < frames; i++) {
      ask(driver, ScriptedEngines.PLAIN);
    }
    int[][] logits = new int[frames][];
    for (int i = 0; i < frames; i++) {
      Answer answer = edge.receiveMessage(SOON);
      assertThat(answer).isInstanceOf(Answer.Segmented.class);
      logits[i] = ((Answer.Segmented) answer).logits().values();
    }
    assertThat(Arrays.stream(logits)).allMatch(found -> Arrays.equals(found, logits[0]));
  }

  private void awaitAllReady() {
    edge.awaitAssert(SOON, () -> assertThat(pool.get().health()).allMatch(DeviceHealth::ready));
  }

  private static AcceleratorDevice card() {
    return new FunctionalDevice(Configuration.of("ci"));
  }

  private static AcceleratorDevice missing() {
    throw new DeviceException("xdma0_user cannot be opened");
  }

  /** A card whose link is dead for as long as it is broken. */
  private static AcceleratorDevice breakable(AtomicBoolean broken) {
    return new PassingDevice(card()) {
      @Override
      public int readRegister(int offset) {
        if (broken.get()) {
          throw new DeviceException("device0: the link is dead");
        }
        return super.readRegister(offset);
      }
    };
  }
}
