package io.quantunet.edge.outbox;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps results in memory until the broker has acknowledged them, however long it is away. No more
 * than the in-flight budget can wait here, since frames that are not acknowledged hold back the
 * next ones.
 *
 * <p>A broker that answers and refuses (quota, access rules) is asked again a few times, then the
 * refusal stands: one topic that is forbidden must not stop all devices.
 */
public final class BrokerOutbox implements Outbox {

  private static final Logger log = LoggerFactory.getLogger(BrokerOutbox.class);

  /** With pauses of 0.1, 0.2, 0.4, 0.8 s: a quota recovers in that time or it is no hiccup. */
  private static final int ATTEMPTS = 5;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final MqttConnection connection;
  private final int parallelism;
  private final Runnable onRepeat;
  private final Materializer materializer;

  /**
   * @param parallelism publishes under way
   * @param onRepeat called whenever a publish is tried again
   */
  public BrokerOutbox(
      ActorSystem<?> system, MqttConnection connection, int parallelism, Runnable onRepeat) {
    this.materializer = Materializer.matFromSystem(system);
    this.connection = connection;
    this.parallelism = parallelism;
    this.onRepeat = onRepeat;
  }

  @Override
  public <C> Flow<MqttPublish<C>, MqttPublishResult<C>, NotUsed> flow() {
    return MqttFlow.<C>publish(connection, parallelism)
        .mapAsync(parallelism, result -> insist(result, 1));
  }

  private <C> CompletionStage<MqttPublishResult<C>> insist(
      MqttPublishResult<C> result, int attempts) {
    boolean mayHelp =
        result instanceof MqttPublishResult.Refused<C>
            && attempts < ATTEMPTS
            && connection.state() != ConnectionState.CLOSED;
    if (!mayHelp) {
      return CompletableFuture.completedFuture(result);
    }
    log.debug("publish to {} is tried again, attempt {}", result.message().topic(), attempts + 1);
    onRepeat.run();
    return Source.single(new MqttPublish<>(result.message(), result.context()))
        .initialDelay(FIRST_PAUSE.multipliedBy(1L << (attempts - 1)))
        .via(MqttFlow.publish(connection, 1))
        .runWith(Sink.head(), materializer)
        .thenCompose(next -> insist(next, attempts + 1));
  }
}
