package io.quantunet.edge.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.outbox.BrokerOutbox;
import io.quantunet.edge.outbox.Outbox;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.stream.RunningStream;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSink;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.Topics;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A result that is refused for good")
class RefusedResultIT {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final Topics TOPICS = new Topics("ward");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EdgeMetrics metrics = new EdgeMetrics(meters);

  @Test
  @DisplayName("is tried again a few times, then counted, and holds back no other device")
  void holdsBackNobody() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.onLoopback(0).start()) {
      MqttConnection connection =
          MqttConnection.create(MqttConnectionSettings.create(broker.url(), "edge"), 8);
      RunningStream ingest = ingest(connection).run(Materializer.matFromSystem(KIT.system()));
      ingest.subscribed().toCompletableFuture().get(20, SECONDS);

      Source.from(List.of(frame("allowed", 1), frame("forbidden", 1), frame("allowed", 2)))
          .runWith(
              MqttSink.create(
                  MqttConnectionSettings.create(broker.url(), "devices"), MqttQos.AT_LEAST_ONCE),
              KIT.system())
          .toCompletableFuture()
          .get(20, SECONDS);

      await().atMost(Duration.ofSeconds(20)).until(() -> lateFrames() == 3);
      assertThat(meters.counter("quantunet.edge.results.refused").count()).isEqualTo(1);
      assertThat(meters.counter("quantunet.edge.results.repeated").count()).isEqualTo(4);
      assertThat(connection.unacknowledged()).isZero();
      ingest.stop();
      ingest.ended().toCompletableFuture().get(20, SECONDS);
      connection.disconnect().toCompletableFuture().get(20, SECONDS);
    }
  }

  private FrameIngest ingest(MqttConnection connection) {
    ActorRef<FpgaDriver.Command> driver = KIT.testKit().spawn(lateForEverything());
    return new FrameIngest(
        KIT.system(),
        new IngestSettings(8, Duration.ofMillis(1), Duration.ofSeconds(10)),
        TOPICS,
        connection,
        forbidding(new BrokerOutbox(KIT.system(), connection, 8, metrics::resultRepeated)),
        driver,
        KIT.testKit().spawn(DeviceRegistry.create(Duration.ofMinutes(1), 10, metrics::devices)),
        new ResultFactory("edge-1", Instant::now),
        metrics);
  }

  private static Behavior<FpgaDriver.Command> lateForEverything() {
    return Behaviors.receive(FpgaDriver.Command.class)
        .onMessage(
            FpgaDriver.Segment.class,
            segment -> {
              segment.replyTo().tell(new FpgaDriver.Answer.Late(segment.key()));
              return Behaviors.same();
            })
        .build();
  }

  /** Results of device "forbidden" go to a topic with a wildcard, which may not be published to. */
  private static Outbox forbidding(Outbox outbox) {
    return new Outbox() {
      @Override
      public <C> Flow<MqttPublish<C>, MqttPublishResult<C>, NotUsed> flow() {
        return Flow.<MqttPublish<C>>create()
            .map(
                publish ->
                    publish.message().topic().endsWith("/forbidden")
                        ? new MqttPublish<>(
                            publish.message().withTopic("not/a/topic/#"), publish.context())
                        : publish)
            .via(outbox.flow());
      }
    };
  }

  private double lateFrames() {
    return meters.counter("quantunet.edge.frames", "outcome", "late").count();
  }

  private static MqttMessage frame(String device, long sequence) {
    byte[] frame =
        FrameCodec.complete(
                Frame.newBuilder().setDevice(device).setSession("s").setSequence(sequence),
                TestModels.image(sequence),
                PixelEncoding.PIXEL_ENCODING_RAW8)
            .toByteArray();
    return MqttMessage.create(TOPICS.frames(device), ByteString.fromArray(frame));
  }
}
