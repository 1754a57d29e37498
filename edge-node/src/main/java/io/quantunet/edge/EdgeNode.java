package io.quantunet.edge;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.micrometer.core.instrument.MeterRegistry;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * An edge's guardian: starts the driver, lets it prove itself on one blank frame, then subscribes;
 * stops in order. What goes wrong beyond repair (no such engine, a model that does not verify, a
 * broker that refuses the subscription, a driver that ends) is told to the listener and ends the
 * edge; frames that are not acknowledged by then the broker keeps for the next start.
 */
public final class EdgeNode extends AbstractBehavior<EdgeNode.Command> {

  /** What an edge can be asked, or be told. */
  public sealed interface Command {}

  /** Takes no further frame, ends those in flight, leaves the broker, and stops. */
  public record Stop() implements Command {}

  /** Asks how the edge is; a driver that is gone gives no answer. */
  public record GetHealth(ActorRef<EdgeHealth> replyTo) implements Command {}

  private record SelfTested(FpgaDriver.Answer answer) implements Command {}

  private record Subscribed(Optional<Throwable> failure) implements Command {}

  private record StreamBroke(Optional<Throwable> failure) implements Command {}

  private record Left() implements Command {}

  private record DriverHealth(FpgaDriver.Health health, ActorRef<EdgeHealth> replyTo)
      implements Command {}

  private record HealthUnknown(Throwable cause) implements Command {}

  /** What an edge tells its listener. */
  public sealed interface Event {

    /** Subscribed: what is published from now on is answered. */
    record Ready(FpgaDriver.ModelIdentity model) implements Event {}

    /** Cannot go on; it stops. */
    record Failed(String reason) implements Event {}

    /** Everything in flight has ended, or waits at the broker; nothing runs any more. */
    record Stopped() implements Event {}
  }

  enum Phase {
    TESTING,
    CONNECTING,
    READY,
    STOPPING
  }

  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(5);
  private static final int TEST_SIDE = 16;

  private final EdgeSettings settings;
  private final ActorRef<Event> listener;
  private final ActorRef<FpgaDriver.Command> driver;
  private final ActorRef<DeviceRegistry.Command> registry;
  private final BrokerSide broker;
  private Phase phase = Phase.TESTING;
  private Optional<FpgaDriver.ModelIdentity> firstModel = Optional.empty();

  /**
   * Starts an edge with the model file of its settings, beside whatever else runs in the system.
   *
   * @param metrics where the edge's and its driver's meters are registered
   * @throws EdgeException if the model file cannot be read or is damaged
   */
  public static RunningEdge start(
      ActorSystem<?> system, EdgeSettings settings, MeterRegistry metrics) {
    try {
      BundleFile model = BundleFile.read(settings.modelFile());
      return RunningEdge.start(system, settings, model, metrics, Clock.systemUTC());
    } catch (IOException e) {
      throw new EdgeException(
          "the model file %s cannot be read (%s); train one or name another"
              .formatted(settings.modelFile(), e),
          e);
    } catch (DecodeException e) {
      throw new EdgeException(e.getMessage(), e);
    }
  }

  /**
   * The guardian as a behavior.
   *
   * @param model of the start
   * @param metrics where the edge's and its driver's meters are registered
   * @param clock for deadlines and the age of frames
   * @param listener is told what becomes of the edge
   */
  public static Behavior<Command> create(
      EdgeSettings settings,
      BundleFile model,
      MeterRegistry metrics,
      Clock clock,
      ActorRef<Event> listener) {
    return Behaviors.setup(
        context -> new EdgeNode(context, settings, model, metrics, clock, listener));
  }

  private EdgeNode(
      ActorContext<Command> context,
      EdgeSettings settings,
      BundleFile model,
      MeterRegistry registry,
      Clock clock,
      ActorRef<Event> listener) {
    super(context);
    this.settings = settings;
    EdgeMetrics metrics = new EdgeMetrics(registry);
    this.listener = listener;
    this.driver =
        context.spawn(FpgaDriver.create(settings.driver(), model, registry, clock), "driver");
    this.registry =
        context.spawn(
            DeviceRegistry.create(
                settings.deviceSilence(), settings.maxDevices(), metrics::devices),
            "devices");
    this.broker = new BrokerSide(context, settings, metrics, clock);
    context.watch(driver);
    test();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(SelfTested.class, this::onSelfTested)
        .onMessage(Subscribed.class, this::onSubscribed)
        .onMessage(StreamBroke.class, this::onStreamBroke)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Left.class, this::onLeft)
        .onMessage(GetHealth.class, this::onGetHealth)
        .onMessage(DriverHealth.class, this::onDriverHealth)
        .onMessage(HealthUnknown.class, this::onHealthUnknown)
        .onSignal(Terminated.class, this::onDriverEnded)
        .build();
  }

  /** A blank frame through driver and engine: its answer says whether the model serves. */
  private void test() {
    ActorRef<FpgaDriver.Answer> answer =
        getContext().messageAdapter(FpgaDriver.Answer.class, SelfTested::new);
    driver.tell(
        new FpgaDriver.Segment(
            new FrameKey("self-test", settings.edge(), 1),
            new GreyImage(TEST_SIDE, TEST_SIDE, new byte[TEST_SIDE * TEST_SIDE]),
            Optional.empty(),
            answer));
  }

  private Behavior<Command> onSelfTested(SelfTested tested) {
    if (phase != Phase.TESTING) {
      return this;
    }
    if (tested.answer() instanceof FpgaDriver.Answer.Segmented segmented) {
      firstModel = Optional.of(segmented.model());
      connect();
      return this;
    }
    return fail(
        tested.answer() instanceof FpgaDriver.Answer.Failed failed
            ? failed.reason()
            : "the driver does not serve: " + tested.answer());
  }

  private void connect() {
    phase = Phase.CONNECTING;
    broker.run(driver, registry);
    getContext()
        .pipeToSelf(broker.subscribed(), (done, e) -> new Subscribed(Optional.ofNullable(e)));
    getContext().pipeToSelf(broker.broken(), (done, e) -> new StreamBroke(Optional.ofNullable(e)));
  }

  private Behavior<Command> onSubscribed(Subscribed subscribed) {
    if (phase != Phase.CONNECTING) {
      return this;
    }
    if (subscribed.failure().isPresent()) {
      return fail(subscribed.failure().get().getMessage());
    }
    phase = Phase.READY;
    getContext()
        .getLog()
        .info(
            "edge {}: serves site {} at {} with model {}",
            settings.edge(),
            settings.site(),
            settings.mqtt().broker(),
            firstModel.orElseThrow().id());
    listener.tell(new Event.Ready(firstModel.orElseThrow()));
    return this;
  }

  private Behavior<Command> onStreamBroke(StreamBroke broke) {
    return phase == Phase.STOPPING
        ? this
        : fail(
            "the stream of frames or rollouts ended: "
                + broke.failure().map(Throwable::getMessage).orElse("nobody asked it to"));
  }

  private Behavior<Command> onDriverEnded(Terminated signal) {
    return phase == Phase.STOPPING ? this : fail("the driver ended; see the log above");
  }

  private Behavior<Command> fail(String reason) {
    getContext().getLog().error("edge {}: {}", settings.edge(), reason);
    listener.tell(new Event.Failed(reason));
    return stop();
  }

  private Behavior<Command> onStop(Stop stop) {
    return phase == Phase.STOPPING ? this : stop();
  }

  private Behavior<Command> stop() {
    Phase before = phase;
    phase = Phase.STOPPING;
    if (before == Phase.TESTING) {
      return stopped();
    }
    // Before the first subscription nothing is in flight, and there may be no broker to wait for.
    Duration patience = before == Phase.READY ? settings.stopTimeout() : Duration.ZERO;
    getContext().pipeToSelf(broker.leave(patience), (done, e) -> new Left());
    return this;
  }

  private Behavior<Command> onLeft(Left left) {
    return stopped();
  }

  private Behavior<Command> stopped() {
    listener.tell(new Event.Stopped());
    return Behaviors.stopped();
  }

  private Behavior<Command> onGetHealth(GetHealth request) {
    getContext()
        .ask(
            FpgaDriver.Health.class,
            driver,
            HEALTH_PATIENCE,
            FpgaDriver.GetHealth::new,
            (health, failure) ->
                health == null
                    ? new HealthUnknown(failure)
                    : new DriverHealth(health, request.replyTo()));
    return this;
  }

  private Behavior<Command> onDriverHealth(DriverHealth driverHealth) {
    driverHealth
        .replyTo()
        .tell(
            EdgeHealth.of(
                phase,
                broker.state(),
                broker.unacknowledged(),
                driverHealth.health(),
                settings.mqtt().broker().toString()));
    return this;
  }

  private Behavior<Command> onHealthUnknown(HealthUnknown unknown) {
    getContext()
        .getLog()
        .warn("the driver does not say how it is: {}", unknown.cause().getMessage());
    return this;
  }
}
