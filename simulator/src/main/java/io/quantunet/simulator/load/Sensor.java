package io.quantunet.simulator.load;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.function.Creator;
import akka.japi.pf.PFBuilder;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.google.protobuf.MessageLite;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttWill;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Topics;
import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatedFrame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.PartialFunction;

/** One simulated wearable: what it publishes, in order. */
final class Sensor {

  /** Shorter than the connector's own: a bedside device is missed after seconds. */
  private static final Duration RECONNECT_MIN = Duration.ofMillis(200);

  private static final Duration RECONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration QUIESCE = Duration.ofSeconds(1);

  private final FleetSettings settings;
  private final int number;
  private final String device;
  private final Topics topics;
  private final SensorMessages messages;
  private final InstantSource clock;
  private final FleetCounters counters;
  private final MqttConnection connection;
  private final SharedKillSwitch leave;

  /**
   * @param number 0..devices-1
   */
  Sensor(
      FleetSettings settings,
      int number,
      String session,
      InstantSource clock,
      FleetCounters counters) {
    this.settings = settings;
    this.number = number;
    this.device = settings.deviceName(number);
    this.topics = new Topics(settings.site());
    this.messages =
        new SensorMessages(device, session, settings.encoding(), settings.deadlineMillis());
    this.clock = clock;
    this.counters = counters;
    this.connection = MqttConnection.create(connectionSettings(), 1);
    this.leave = KillSwitches.shared(device);
  }

  /**
   * Connects, says ONLINE, plays its frames, says OFFLINE, disconnects.
   *
   * @param go completes when the frames may begin
   * @param stop ends the frames early
   * @return completes when the broker has everything; fails with {@link
   *     io.quantunet.simulator.SimulatorException} when the source has no frame, or with {@link
   *     io.quantunet.mqtt.model.MqttConnectionException} when the broker cannot be reached
   */
  CompletionStage<Done> run(
      ActorSystem<?> system, FrameSource source, CompletionStage<?> go, SharedKillSwitch stop) {
    CompletableFuture<Done> broken = new CompletableFuture<>();
    return publishes(source, go, stop, broken)
        .via(MqttFlow.publish(connection, settings.inFlight()))
        .via(leave.flow())
        .runForeach(counters::published, system)
        .thenCompose(
            done ->
                broken.isCompletedExceptionally() ? broken : CompletableFuture.completedStage(done))
        .handle(
            (done, failure) ->
                connection.disconnect().thenCompose(gone -> finished(Optional.ofNullable(failure))))
        .thenCompose(finished -> finished);
  }

  private static CompletionStage<Done> finished(Optional<Throwable> failure) {
    return failure
        .<CompletionStage<Done>>map(CompletableFuture::failedStage)
        .orElseGet(() -> CompletableFuture.completedStage(Done.done()));
  }

  /** Leaves even if the broker has not acknowledged everything, or was never there. */
  void abandon() {
    leave.shutdown();
  }

  /** The broker says OFFLINE for a sensor that vanishes. */
  private MqttConnectionSettings connectionSettings() {
    ByteString lastWill = ByteString.fromArray(messages.lastWill().toByteArray());
    return MqttConnectionSettings.create(settings.broker(), device + "." + messages.session())
        .withProfile(settings.profile())
        .withFirstConnectTimeout(settings.connectPatience())
        .withQuiesceTimeout(QUIESCE)
        .withReconnectBackoff(RECONNECT_MIN, RECONNECT_MAX)
        .withWill(new MqttWill(topics.status(device), lastWill, MqttQos.AT_LEAST_ONCE, true));
  }

  private Source<MqttPublish<Sent>, NotUsed> publishes(
      FrameSource source,
      CompletionStage<?> go,
      SharedKillSwitch stop,
      CompletableFuture<Done> broken) {
    return lazily(() -> messages.online(clock.instant()))
        .concatLazy(
            Source.completionStageSource(go.thenApply(ready -> frames(source)))
                .mapMaterializedValue(later -> NotUsed.getInstance())
                .via(stop.flow())
                .recoverWith(endOfFrames(broken))
                .merge(onlineAgain(), true))
        .concatLazy(lazily(() -> messages.offline(clock.instant())));
  }

  /** ONLINE after each reconnection: the broker has published the last will in between. */
  private Source<MqttPublish<Sent>, NotUsed> onlineAgain() {
    return connection
        .states()
        .filter(state -> state == ConnectionState.CONNECTED)
        .drop(1)
        .map(again -> status(messages.online(clock.instant())));
  }

  private Source<MqttPublish<Sent>, NotUsed> frames(FrameSource source) {
    // Devices share the interval evenly, so that they do not all send at once.
    Duration delay = settings.interval().multipliedBy(number).dividedBy(settings.devices());
    return Source.repeat(source)
        .take(settings.framesOf(number))
        .map(FrameSource::next)
        .via(new Shutter<>(clock, delay, settings.interval()))
        .mapConcat(this::shot);
  }

  /** A failure ends the frames and is remembered; the sensor still says OFFLINE. */
  private static PartialFunction<Throwable, Source<MqttPublish<Sent>, NotUsed>> endOfFrames(
      CompletableFuture<Done> broken) {
    return new PFBuilder<Throwable, Source<MqttPublish<Sent>, NotUsed>>()
        .matchAny(failure -> endOfFrames(broken, failure))
        .build();
  }

  private static Source<MqttPublish<Sent>, NotUsed> endOfFrames(
      CompletableFuture<Done> broken, Throwable failure) {
    broken.completeExceptionally(failure);
    return Source.empty();
  }

  private Source<MqttPublish<Sent>, NotUsed> lazily(Creator<DeviceStatus> status) {
    return Source.lazySingle(() -> status(status.create()))
        .mapMaterializedValue(later -> NotUsed.getInstance());
  }

  private List<MqttPublish<Sent>> shot(Shutter.Timed<SimulatedFrame> shot) {
    Frame frame = messages.frame(shot.element(), shot.number(), shot.time());
    counters.frameSent();
    List<MqttPublish<Sent>> publishes = new ArrayList<>(2);
    publishes.add(publish(topics.frames(device), frame, Sent.Kind.FRAME));
    boolean attach = settings.attachEvery() > 0 && shot.number() % settings.attachEvery() == 0;
    shot.element()
        .truth()
        .map(truth -> messages.feedback(frame, truth, attach, clock.instant()))
        .map(feedback -> publish(topics.feedback(device), feedback, Sent.Kind.FEEDBACK))
        .ifPresent(publishes::add);
    return publishes;
  }

  private MqttPublish<Sent> status(DeviceStatus status) {
    MqttPublish<Sent> publish = publish(topics.status(device), status, Sent.Kind.STATUS);
    return new MqttPublish<>(publish.message().withRetained(true), publish.context());
  }

  private static MqttPublish<Sent> publish(String topic, MessageLite message, Sent.Kind kind) {
    byte[] bytes = message.toByteArray();
    MqttMessage publish =
        MqttMessage.create(topic, ByteString.fromArrayUnsafe(bytes)).withQos(MqttQos.AT_LEAST_ONCE);
    return new MqttPublish<>(publish, new Sent(kind, bytes.length));
  }
}
