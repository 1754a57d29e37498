package io.quantunet.driver;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.Command;
import io.quantunet.driver.FpgaDriver.Health;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.driver.FpgaDriver.Segment;
import io.quantunet.driver.accelerator.driver.DeviceSettings;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import io.quantunet.testsupport.ActorKit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/**
 * A driver on scripted engines, with an edge that asks it and an operator that changes its model.
 */
abstract class DriverScenario {

  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration PAUSE = Duration.ofSeconds(1);
  static final BundleFile FIRST = TestBundles.bundle("first", 1);
  static final BundleFile SECOND = TestBundles.bundle("second", 2);

  static final DeviceSettings DEVICES = DeviceSettings.fromConfig(ConfigFactory.load());

  final ScriptedEngines engines = new ScriptedEngines();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final TestProbe<Answer> edge;
  final TestProbe<Installation> operator;
  private final TestProbe<Health> doctor;
  private final ActorTestKit kit;
  private long sequence = 0;

  DriverScenario(ActorKit kit) {
    this.kit = kit.testKit();
    this.edge = this.kit.createTestProbe();
    this.operator = this.kit.createTestProbe();
    this.doctor = this.kit.createTestProbe();
  }

  @AfterEach
  void letEnginesEnd() {
    engines.release();
  }

  static DriverSettings settings(int workers, int queueCapacity, int batch) {
    return new DriverSettings(
        EngineKind.REFERENCE, false, workers, queueCapacity, batch, PATIENCE, PAUSE, DEVICES);
  }

  Behavior<Command> behavior(DriverSettings settings) {
    return FpgaDriver.create(settings, FIRST, metrics, clock(), engines);
  }

  ActorRef<Command> start(int workers, int queueCapacity) {
    return start(settings(workers, queueCapacity, 1));
  }

  ActorRef<Command> start(DriverSettings settings) {
    return kit.spawn(behavior(settings));
  }

  /** A driver on engines of another kind. */
  ActorRef<Command> startOn(EngineFactory others, DriverSettings settings) {
    return kit.spawn(FpgaDriver.create(settings, FIRST, metrics, clock(), others));
  }

  /** A driver on the engines that the settings name. */
  ActorRef<Command> startUnscripted(DriverSettings settings) {
    return kit.spawn(FpgaDriver.create(settings, FIRST, metrics, clock()));
  }

  FrameKey ask(ActorRef<Command> driver, GreyImage frame) {
    return ask(driver, frame, Optional.empty());
  }

  FrameKey ask(ActorRef<Command> driver, GreyImage frame, Optional<Instant> deadline) {
    FrameKey key = new FrameKey("device", "session", ++sequence);
    driver.tell(new Segment(key, frame, deadline, edge.ref()));
    return key;
  }

  Health health(ActorRef<Command> driver) {
    driver.tell(new FpgaDriver.GetHealth(doctor.ref()));
    return doctor.receiveMessage();
  }

  double frames(String outcome) {
    return metrics.counter("quantunet.driver.frames", "outcome", outcome).count();
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }
}
