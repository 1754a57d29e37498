package io.quantunet.edge.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.driver.FpgaDriver.Segment;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.outbox.BrokerOutbox;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.stream.RunningStream;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttSink;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.Topics;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A frame that the driver had when it ended")
class DriverEndsIT {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final Topics TOPICS = new Topics("ward");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EdgeMetrics metrics = new EdgeMetrics(meters);

  @Test
  @DisplayName("is kept by the broker, and answered after the next start")
  void isKeptByTheBroker() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.onLoopback(0).start()) {
      MqttConnection first = connection(broker);
      FrameIngest ending = ingest(first, segment -> new FpgaDriver.Answer.Stopped(segment.key()));
      RunningStream stream = start(ending);
      publishAFrame(broker);
      await().atMost(Duration.ofSeconds(20)).until(() -> first.unacknowledged() == 1);
      await().atMost(Duration.ofSeconds(20)).until(() -> ending.framesInFlight() == 0);
      end(stream, first);
      assertThat(frames()).as("frames with an outcome").isZero();

      MqttConnection second = connection(broker);
      stream = start(ingest(second, segment -> new FpgaDriver.Answer.Late(segment.key())));

      await().atMost(Duration.ofSeconds(20)).until(() -> frames() == 1);
      end(stream, second);
    }
  }

  private static MqttConnection connection(EmbeddedBroker broker) {
    return MqttConnection.create(
        MqttConnectionSettings.create(broker.url(), "edge")
            .withCleanStart(false)
            .withSessionExpiry(Duration.ofMinutes(5)),
        8);
  }

  private FrameIngest ingest(
      MqttConnection connection, Function<Segment, FpgaDriver.Answer> answer) {
    return new FrameIngest(
        KIT.system(),
        new IngestSettings(8, Duration.ofMillis(1), Duration.ofSeconds(10)),
        TOPICS,
        connection,
        new BrokerOutbox(KIT.system(), connection, 8, metrics::resultRepeated),
        KIT.testKit().spawn(driver(answer)),
        KIT.testKit().spawn(DeviceRegistry.create(Duration.ofMinutes(1), 10, metrics::devices)),
        new ResultFactory("edge-1", Instant::now),
        metrics);
  }

  private static Behavior<FpgaDriver.Command> driver(Function<Segment, FpgaDriver.Answer> answer) {
    return Behaviors.receive(FpgaDriver.Command.class)
        .onMessage(
            Segment.class,
            segment -> {
              segment.replyTo().tell(answer.apply(segment));
              return Behaviors.same();
            })
        .build();
  }

  private static RunningStream start(FrameIngest ingest) throws Exception {
    RunningStream stream = ingest.run(Materializer.matFromSystem(KIT.system()));
    get(stream.subscribed());
    return stream;
  }

  private static void end(RunningStream stream, MqttConnection connection) throws Exception {
    stream.stop();
    get(stream.ended());
    get(connection.disconnect());
  }

  private static void publishAFrame(EmbeddedBroker broker) throws Exception {
    byte[] frame =
        FrameCodec.complete(
                Frame.newBuilder().setDevice("probe-1").setSession("s").setSequence(1),
                TestModels.image(1),
                PixelEncoding.PIXEL_ENCODING_RAW8)
            .toByteArray();
    get(
        Source.single(MqttMessage.create(TOPICS.frames("probe-1"), ByteString.fromArray(frame)))
            .runWith(
                MqttSink.create(
                    MqttConnectionSettings.create(broker.url(), "devices"), MqttQos.AT_LEAST_ONCE),
                KIT.system()));
  }

  private double frames() {
    return meters.find("quantunet.edge.frames").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, SECONDS);
  }
}
