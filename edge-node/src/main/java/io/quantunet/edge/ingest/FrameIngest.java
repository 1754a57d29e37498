package io.quantunet.edge.ingest;

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
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.stream.RunningStream;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.Topics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of frames, each ending in exactly one outcome unless the driver ends first: arrival,
 * decoding, admission, segmentation, result at the broker, acknowledgement. Every stage keeps the
 * order of arrival, so that results and acknowledgements leave in it too.
 */
public final class FrameIngest {

  private static final Logger log = LoggerFactory.getLogger(FrameIngest.class);
  private static final String WORK_DISPATCHER = "quantunet.edge.work-dispatcher";

  private final Topics topics;
  private final MqttConnection connection;
  private final ActorRef<DeviceRegistry.Command> registry;
  private final EdgeMetrics metrics;
  private final FramesInFlight inFlight = new FramesInFlight();
  private final RunnableGraph<
          Pair<Pair<CompletionStage<Done>, UniqueKillSwitch>, CompletionStage<Done>>>
      graph;

  /**
   * An ingest that does not run yet.
   *
   * @param connection delivers the frames; the outbox may use it too
   * @param driver segments them
   * @param registry knows which are answered
   */
  public FrameIngest(
      ActorSystem<?> system,
      IngestSettings settings,
      Topics topics,
      MqttConnection connection,
      Outbox outbox,
      ActorRef<FpgaDriver.Command> driver,
      ActorRef<DeviceRegistry.Command> registry,
      ResultFactory results,
      EdgeMetrics metrics) {
    this.topics = topics;
    this.connection = connection;
    this.registry = registry;
    this.metrics = metrics;
    Executor work = system.dispatchers().lookup(DispatcherSelector.fromConfig(WORK_DISPATCHER));
    FrameReader reader = new FrameReader(results, metrics);
    Admission admission = new Admission(system, registry, inFlight, metrics);
    Segmenter segmenter = new Segmenter(system, driver, settings, results, metrics, work);
    int readers = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.graph =
        MqttSource.atLeastOnce(
                connection, MqttSubscriptions.create(topics.allFrames(), MqttQos.AT_LEAST_ONCE))
            .viaMat(KillSwitches.single(), Keep.both())
            .map(Arrival::now)
            .mapAsync(
                readers, arrival -> CompletableFuture.supplyAsync(() -> reader.read(arrival), work))
            // One at a time: a frame's copies and a device's numbers are judged in their order.
            .mapAsync(1, reading -> admit(admission, reading))
            .mapAsync(settings.inFlightBudget(), step -> step.answer(segmenter))
            .filter(Optional::isPresent)
            .map(Optional::get)
            .map(answer -> new MqttPublish<>(message(answer), answer))
            .via(outbox.flow())
            .toMat(Sink.foreach(this::land), Keep.both());
  }

  /** Subscribes and runs until stopped. */
  public RunningStream run(Materializer materializer) {
    return RunningStream.of(graph, materializer);
  }

  /** Frames between admission and the end of their publish. */
  public int framesInFlight() {
    return inFlight.size();
  }

  /**
   * Between admission and answer: a frame for the segmenter, or an answer that is there already.
   */
  private interface Step {
    CompletionStage<Optional<Answer>> answer(Segmenter segmenter);
  }

  private CompletionStage<Step> admit(Admission admission, Reading reading) {
    if (reading instanceof Reading.Readable readable) {
      return admission
          .admit(readable)
          .thenApply(admitted -> segmenter -> landUnanswered(admitted, segmenter.answer(admitted)));
    }
    Reading.Unreadable unreadable = (Reading.Unreadable) reading;
    Answer answer = new Answer(unreadable.arrival(), Optional.empty(), unreadable.result());
    return CompletableFuture.completedFuture(
        segmenter -> CompletableFuture.completedFuture(Optional.of(answer)));
  }

  /** A frame without an answer is not acknowledged, and ends here: another copy need not wait. */
  private CompletionStage<Optional<Answer>> landUnanswered(
      Admission.Admitted admitted, CompletionStage<Optional<Answer>> answer) {
    return answer.thenApply(
        each -> {
          if (each.isEmpty()) {
            inFlight.land(admitted.flight());
          }
          return each;
        });
  }

  private MqttMessage message(Answer answer) {
    return MqttMessage.create(
            topics.results(answer.result().getDevice()),
            ByteString.fromArrayUnsafe(answer.result().toByteArray()))
        .withQos(MqttQos.AT_LEAST_ONCE);
  }

  private void land(MqttPublishResult<Answer> published) {
    Answer answer = published.context();
    if (published instanceof MqttPublishResult.Published) {
      answer.flight().ifPresent(flight -> registry.tell(new DeviceRegistry.Answered(flight.key())));
      end(answer);
    } else if (connection.state() != ConnectionState.CLOSED) {
      refused(answer, (MqttPublishResult.Refused<Answer>) published);
    } // else this edge has left: the broker delivers the frame again, to its successor
    answer.flight().ifPresent(inFlight::land);
  }

  private void refused(Answer answer, MqttPublishResult.Refused<Answer> refused) {
    log.error(
        "the broker refuses the result of frame {} on {}: {}. Check its access rules and limits; the frame is acknowledged"
            + " without a result so that others are not held back.",
        answer.flight().map(flight -> flight.key().toString()).orElse("(unknown)"),
        refused.message().topic(),
        refused.reason());
    metrics.resultRefused();
    end(answer);
  }

  private void end(Answer answer) {
    metrics.frameEnded(answer.result().getOutcome(), answer.arrival().age());
    answer.arrival().delivery().ack();
  }
}
