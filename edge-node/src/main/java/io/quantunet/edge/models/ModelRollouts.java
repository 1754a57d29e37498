package io.quantunet.edge.models;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.japi.Pair;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.outbox.Outbox;
import io.quantunet.edge.stream.RunningStream;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of rollouts, one at a time in the order in which they come, over a connection of its
 * own: a model takes seconds to verify, and acknowledgements of frames would wait behind it.
 */
public final class ModelRollouts {

  private static final Logger log = LoggerFactory.getLogger(ModelRollouts.class);
  private static final String WORK_DISPATCHER = "quantunet.edge.work-dispatcher";

  private final MqttConnection connection;
  private final String reportTopic;
  private final RunnableGraph<
          Pair<Pair<CompletionStage<Done>, UniqueKillSwitch>, CompletionStage<Done>>>
      graph;

  private record Reported(MqttMessageWithAck delivery, RolloutReport report) {}

  /**
   * A stream that does not run yet.
   *
   * @param connection delivers the rollouts; the outbox may use it too
   * @param installTimeout a model that is not installed by then counts as refused
   */
  public ModelRollouts(
      ActorSystem<?> system,
      Topics topics,
      String edge,
      MqttConnection connection,
      Outbox outbox,
      ActorRef<FpgaDriver.Command> driver,
      Duration installTimeout,
      EdgeMetrics metrics,
      InstantSource clock) {
    this.connection = connection;
    this.reportTopic = topics.rolloutReports(edge);
    Executor work = system.dispatchers().lookup(DispatcherSelector.fromConfig(WORK_DISPATCHER));
    RolloutHandler handler =
        new RolloutHandler(system, edge, driver, installTimeout, metrics, clock, work);
    this.graph =
        MqttSource.atLeastOnce(
                connection, MqttSubscriptions.create(topics.rollout(), MqttQos.AT_LEAST_ONCE))
            .viaMat(KillSwitches.single(), Keep.both())
            .filterNot(ModelRollouts::isWithdrawal)
            .mapAsync(
                1,
                delivery ->
                    handler
                        .answer(delivery.message().payload().toArray())
                        .thenApply(report -> new Reported(delivery, report)))
            .map(reported -> new MqttPublish<>(message(reported), reported))
            .via(outbox.flow())
            .toMat(Sink.foreach(this::end), Keep.both());
  }

  /** Subscribes and runs until stopped. */
  public RunningStream run(Materializer materializer) {
    return RunningStream.of(graph, materializer);
  }

  /** An empty message on a retained topic takes back the retained one; nothing is to be done. */
  private static boolean isWithdrawal(MqttMessageWithAck delivery) {
    boolean withdrawal = delivery.message().payload().isEmpty();
    if (withdrawal) {
      log.info("the retained rollout was withdrawn; the model serves on");
      delivery.ack();
    }
    return withdrawal;
  }

  private MqttMessage message(Reported reported) {
    return MqttMessage.create(
            reportTopic, ByteString.fromArrayUnsafe(reported.report().toByteArray()))
        .withQos(MqttQos.AT_LEAST_ONCE);
  }

  private void end(MqttPublishResult<Reported> published) {
    if (published instanceof MqttPublishResult.Refused<Reported> refused) {
      log.error("the report on a rollout was not published: {}", refused.reason());
      if (connection.state() == ConnectionState.CLOSED) {
        return; // the broker delivers the rollout again
      }
    }
    published.context().delivery().ack();
  }
}
