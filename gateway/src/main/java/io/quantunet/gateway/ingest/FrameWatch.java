package io.quantunet.gateway.ingest;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks over the edges' shoulders: frames at QoS 0, only to be shown. Whatever goes wrong here
 * costs a picture on the page and no result.
 */
public final class FrameWatch {

  /** Frames that may wait; older ones are dropped. */
  public static final int IN_FLIGHT = 64;

  private final MqttConnection connection;
  private final FrameCache cache;
  private final GatewayMetrics metrics;
  private final GarbageLog garbage;
  private final InstantSource clock;
  private CompletionStage<Done> subscribed = new CompletableFuture<>();
  private CompletionStage<Done> ended = CompletableFuture.completedFuture(Done.getInstance());

  /**
   * @param connection made with {@link #IN_FLIGHT} as its budget
   */
  public FrameWatch(
      MqttConnection connection, FrameCache cache, GatewayMetrics metrics, InstantSource clock) {
    this.connection = connection;
    this.cache = cache;
    this.metrics = metrics;
    this.garbage = new GarbageLog(metrics, clock);
    this.clock = clock;
  }

  /** Connects, subscribes and runs until {@link #close()}. Call it once. */
  public FrameWatch start(ActorSystem<?> system, Topics topics) {
    String filter = TopicKind.FRAMES.filter(topics);
    Pair<CompletionStage<Done>, CompletionStage<Done>> stages =
        MqttSource.atMostOnce(connection, MqttSubscriptions.create(filter, MqttQos.AT_MOST_ONCE))
            .toMat(Sink.foreach(this::keep), Keep.both())
            .run(system);
    subscribed = stages.first();
    ended = stages.second();
    return this;
  }

  /** Completes when the broker delivers. */
  public CompletionStage<Done> subscribed() {
    return subscribed;
  }

  /** Ends; never fails. */
  public CompletionStage<Done> close() {
    return connection
        .disconnect()
        .thenCompose(done -> ended)
        .exceptionally(failure -> Done.getInstance());
  }

  private void keep(MqttMessage message) {
    try {
      String device =
          Topics.lastLevel(message.topic())
              .orElseThrow(
                  () ->
                      new DecodeException(
                          Reason.BAD_NAME, "frame: the topic does not end in a valid name"));
      cache.put(FrameReader.read(device, message.payload().toArray()), nowUs());
      metrics.frameSeen();
    } catch (DecodeException e) {
      garbage.refuse(TopicKind.FRAMES, message.topic(), e);
    }
  }

  private long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
