package io.quantunet.mqtt;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.quantunet.mqtt.impl.ClientConnection;
import io.quantunet.mqtt.impl.MqttSourceStage;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishException;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Flows to a broker: publishers with a result for each message, and Alpakka's two-way flows that
 * publish what comes in and emit what is received, over one connection.
 */
public final class MqttFlow {

  /** Publishes under way in the flows and sinks that do not take a number of their own. */
  static final int DEFAULT_PARALLELISM = 256;

  private MqttFlow() {}

  /**
   * Publishes each message (at QoS 1 unless it says otherwise) and emits its result, in order, when
   * the broker has acknowledged or refused it. Up to {@code parallelism} are under way; the
   * broker's own receive maximum holds as well. A lost connection delays the results:
   * unacknowledged messages are sent again, so that none is lost and one may come twice.
   *
   * @param connection connects if it does not yet; stays connected when the flow ends
   * @param parallelism at least 1
   */
  public static <C> Flow<MqttPublish<C>, MqttPublishResult<C>, NotUsed> publish(
      MqttConnection connection, int parallelism) {
    return Flow.<MqttPublish<C>, MqttPublishResult<C>, NotUsed>fromMaterializer(
            (materializer, attributes) ->
                MqttFlow.<C>publishing(connection.client(), MqttQos.AT_LEAST_ONCE, parallelism))
        .mapMaterializedValue(done -> NotUsed.getInstance());
  }

  /**
   * As above, over a connection of its own that ends with the flow.
   *
   * @return the materialized value completes when connected
   */
  public static <C> Flow<MqttPublish<C>, MqttPublishResult<C>, CompletionStage<Done>> publish(
      MqttConnectionSettings settings, int parallelism) {
    return withOwnConnection(
        settings,
        1,
        connection ->
            MqttFlow.<C>publishing(connection, MqttQos.AT_LEAST_ONCE, parallelism)
                .watchTermination(
                    (ignored, ended) -> {
                      ended.whenComplete((done, failure) -> connection.close());
                      return connection.connect();
                    }));
  }

  /**
   * Publishes what comes in and emits what is received, acknowledged when emitted. When either side
   * ends, so does the other, and the connection.
   *
   * @param bufferSize the in-flight budget, see {@link MqttConnection#create}
   * @param defaultQos for messages that do not say
   * @return the materialized value completes when connected and subscribed
   */
  public static Flow<MqttMessage, MqttMessage, CompletionStage<Done>> atMostOnce(
      MqttConnectionSettings settings,
      MqttSubscriptions subscriptions,
      int bufferSize,
      MqttQos defaultQos) {
    return atLeastOnce(settings, subscriptions, bufferSize, defaultQos)
        .map(
            delivery -> {
              delivery.ack();
              return delivery.message();
            });
  }

  /** As above, emitting messages that the consumer acknowledges. */
  public static Flow<MqttMessage, MqttMessageWithAck, CompletionStage<Done>> atLeastOnce(
      MqttConnectionSettings settings,
      MqttSubscriptions subscriptions,
      int bufferSize,
      MqttQos defaultQos) {
    return withOwnConnection(
        settings,
        bufferSize,
        connection -> twoWay(connection, subscriptions, publishingSink(connection, defaultQos)));
  }

  /**
   * As above; what comes in is published and acknowledged once the broker has it, so that a
   * received message can be turned into another without a gap in between.
   */
  public static Flow<MqttMessageWithAck, MqttMessageWithAck, CompletionStage<Done>>
      atLeastOnceWithAck(
          MqttConnectionSettings settings,
          MqttSubscriptions subscriptions,
          int bufferSize,
          MqttQos defaultQos) {
    return withOwnConnection(
        settings,
        bufferSize,
        connection -> twoWay(connection, subscriptions, acknowledgingSink(connection, defaultQos)));
  }

  /** Publishes all; completes when the broker has all, fails with the first that it refuses. */
  private static Sink<MqttMessage, CompletionStage<Done>> publishingSink(
      ClientConnection connection, MqttQos defaultQos) {
    return Flow.<MqttMessage>create()
        .map(message -> new MqttPublish<>(message, NotUsed.getInstance()))
        .via(publishing(connection, defaultQos, DEFAULT_PARALLELISM))
        .map(MqttFlow::required)
        .toMat(Sink.ignore(), Keep.right());
  }

  private static Sink<MqttMessageWithAck, CompletionStage<Done>> acknowledgingSink(
      ClientConnection connection, MqttQos defaultQos) {
    return Flow.<MqttMessageWithAck>create()
        .map(delivery -> new MqttPublish<>(delivery.message(), delivery))
        .via(publishing(connection, defaultQos, DEFAULT_PARALLELISM))
        .map(MqttFlow::required)
        .map(MqttMessageWithAck::ack)
        .toMat(Sink.ignore(), Keep.right());
  }

  static <C> C required(MqttPublishResult<C> result) {
    if (result instanceof MqttPublishResult.Refused<C> refused) {
      throw new MqttPublishException(
          "The message for '%s' was not published: %s"
              .formatted(refused.message().topic(), refused.reason()));
    }
    return result.context();
  }

  /** Waits for the first connection, then publishes in the order of arrival. */
  private static <C> Flow<MqttPublish<C>, MqttPublishResult<C>, NotUsed> publishing(
      ClientConnection connection, MqttQos defaultQos, int parallelism) {
    return Flow.completionStageFlow(
            connection
                .connect()
                .thenApply(
                    connected ->
                        Flow.<MqttPublish<C>>create()
                            .mapAsync(parallelism, each -> publish(connection, each, defaultQos))))
        .mapMaterializedValue(inner -> NotUsed.getInstance());
  }

  private static <C> CompletionStage<MqttPublishResult<C>> publish(
      ClientConnection connection, MqttPublish<C> publish, MqttQos defaultQos) {
    return connection
        .publish(publish.message(), defaultQos)
        .thenApply(
            reason ->
                reason.isEmpty()
                    ? new MqttPublishResult.Published<>(publish.message(), publish.context())
                    : new MqttPublishResult.Refused<>(
                        publish.message(), publish.context(), reason));
  }

  private static <I> Flow<I, MqttMessageWithAck, CompletionStage<Done>> twoWay(
      ClientConnection connection,
      MqttSubscriptions subscriptions,
      Sink<I, CompletionStage<Done>> sink) {
    Source<MqttMessageWithAck, CompletionStage<Done>> source =
        Source.fromGraph(new MqttSourceStage(() -> connection, true, subscriptions));
    return Flow.fromSinkAndSourceCoupledMat(sink, source, Keep.right());
  }

  private static <I, O> Flow<I, O, CompletionStage<Done>> withOwnConnection(
      MqttConnectionSettings settings,
      int bufferSize,
      Function<ClientConnection, Flow<I, O, CompletionStage<Done>>> flow) {
    return Flow.<I, O, CompletionStage<Done>>fromMaterializer(
            (materializer, attributes) -> flow.apply(new ClientConnection(settings, bufferSize)))
        .mapMaterializedValue(inner -> inner.thenCompose(done -> done));
  }
}
