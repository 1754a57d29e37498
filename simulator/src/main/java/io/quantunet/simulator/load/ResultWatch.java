package io.quantunet.simulator.load;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the results of one run, over a connection of its own; those of other sessions pass by. */
final class ResultWatch {

  private static final Logger log = LoggerFactory.getLogger(ResultWatch.class);
  private static final int BUFFER = 256;

  private final ActorSystem<?> system;
  private final String session;
  private final FleetCounters counters;
  private final CompletionStage<Done> ready;
  private final UniqueKillSwitch stop;
  private final CompletableFuture<Done> drained = new CompletableFuture<>();
  private volatile boolean draining;

  ResultWatch(
      ActorSystem<?> system, FleetSettings settings, String session, FleetCounters counters) {
    this.system = system;
    this.session = session;
    this.counters = counters;
    MqttConnectionSettings connection =
        MqttConnectionSettings.create(settings.broker(), "simulator." + session)
            .withProfile(settings.profile())
            .withFirstConnectTimeout(settings.connectPatience());
    MqttSubscriptions results =
        MqttSubscriptions.create(new Topics(settings.site()).allResults(), MqttQos.AT_LEAST_ONCE);
    Pair<CompletionStage<Done>, UniqueKillSwitch> running =
        MqttSource.atMostOnce(connection, results, BUFFER)
            .viaMat(KillSwitches.single(), Keep.both())
            .to(Sink.foreach(this::onMessage))
            .run(system);
    this.ready = running.first();
    this.stop = running.second();
  }

  /** Completes when subscribed. */
  CompletionStage<Done> ready() {
    return ready;
  }

  /**
   * Completes when every acknowledged frame has its result, or when the patience is over; then
   * watches no more.
   */
  CompletionStage<Done> drain(Duration patience) {
    draining = true;
    completeIfDrained();
    system
        .scheduler()
        .scheduleOnce(patience, () -> drained.complete(Done.done()), system.executionContext());
    return drained.whenComplete((done, failure) -> stop.shutdown());
  }

  /** Watches no more, at once. */
  void stop() {
    stop.shutdown();
  }

  private void onMessage(MqttMessage message) {
    try {
      Segmentation result = MessageCodec.SEGMENTATION.decode(message.payload().toArray());
      if (result.getSession().equals(session)) {
        counters.result(result);
        completeIfDrained();
      }
    } catch (DecodeException e) {
      log.warn("a message on {} is no result: {}", message.topic(), e.getMessage());
    }
  }

  private void completeIfDrained() {
    if (draining && counters.allResultsIn()) {
      drained.complete(Done.done());
    }
  }
}
