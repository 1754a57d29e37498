package io.quantunet.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.Segmentation;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The segmenter")
class SegmenterTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private static final Verdict SEGMENT = new Verdict.Segment(0, false);

  private final TestProbe<FpgaDriver.Command> driver = KIT.testKit().createTestProbe();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void waitsAndAsksAgainWhenTheDriversQueueIsFull() throws Exception {
    CompletionStage<Optional<Answer>> answer = segmenter(driver.ref()).answer(admitted(0, SEGMENT));

    for (int i = 0; i < 3; i++) {
      FpgaDriver.Segment asked = driver.expectMessageClass(FpgaDriver.Segment.class);
      asked.replyTo().tell(new FpgaDriver.Answer.QueueFull(asked.key(), 1));
    }
    FpgaDriver.Segment asked = driver.expectMessageClass(FpgaDriver.Segment.class);
    asked.replyTo().tell(new FpgaDriver.Answer.Late(asked.key()));

    assertThat(result(answer).getOutcome()).isEqualTo(Outcome.OUTCOME_LATE);
    assertThat(meters.counter("quantunet.edge.driver.waits").count()).isEqualTo(3);
  }

  @Test
  void reportsWhatTheDriverCouldNotCompute() throws Exception {
    CompletionStage<Optional<Answer>> answer = segmenter(driver.ref()).answer(admitted(0, SEGMENT));

    FpgaDriver.Segment asked = driver.expectMessageClass(FpgaDriver.Segment.class);
    asked.replyTo().tell(new FpgaDriver.Answer.Failed(asked.key(), "the board is on fire"));

    assertThat(result(answer).getOutcome()).isEqualTo(Outcome.OUTCOME_FAILED);
    assertThat(result(answer).getDetail()).isEqualTo("the board is on fire");
  }

  @Test
  void endsAFrameAsFailedThatTheDriverDoesNotAnswer() throws Exception {
    CompletionStage<Optional<Answer>> answer =
        segmenter(driver.ref(), Duration.ofMillis(50)).answer(admitted(0, SEGMENT));

    assertThat(result(answer).getOutcome()).isEqualTo(Outcome.OUTCOME_FAILED);
    assertThat(result(answer).getDetail()).startsWith("the driver does not answer");
  }

  @Test
  void doesNotAnswerAFrameThatTheDriverHadWhenItEnded() throws Exception {
    CompletionStage<Optional<Answer>> answer = segmenter(driver.ref()).answer(admitted(0, SEGMENT));

    FpgaDriver.Segment asked = driver.expectMessageClass(FpgaDriver.Segment.class);
    asked.replyTo().tell(new FpgaDriver.Answer.Stopped(asked.key()));

    assertThat(get(answer)).isEmpty();
  }

  @Test
  void doesNotAnswerAFrameThatComesWhenTheDriverHasEnded() throws Exception {
    ActorRef<FpgaDriver.Command> gone = KIT.testKit().spawn(Behaviors.<FpgaDriver.Command>ignore());
    KIT.testKit().stop(gone);

    assertThat(get(segmenter(gone).answer(admitted(0, SEGMENT)))).isEmpty();
  }

  @Test
  void rejectsAFrameOfADeviceTooMany() throws Exception {
    CompletionStage<Optional<Answer>> answer =
        segmenter(driver.ref()).answer(admitted(0, new Verdict.TooManyDevices(3)));

    assertThat(result(answer).getOutcome()).isEqualTo(Outcome.OUTCOME_REJECTED);
    assertThat(result(answer).getDetail())
        .isEqualTo(
            "device probe-1 is one too many: this edge serves max-devices = 3 devices at a time");
    driver.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void countsAFramesDeadlineFromItsCapture() {
    segmenter(driver.ref()).answer(admitted(250, SEGMENT));

    assertThat(driver.expectMessageClass(FpgaDriver.Segment.class).deadline())
        .contains(Instant.ofEpochSecond(1, 250_000_000));
  }

  @Test
  void givesNoDeadlineToAFrameWithoutOne() {
    segmenter(driver.ref()).answer(admitted(0, SEGMENT));

    assertThat(driver.expectMessageClass(FpgaDriver.Segment.class).deadline()).isEmpty();
  }

  @Test
  void doesNotAskTheDriverAboutADuplicate() throws Exception {
    CompletionStage<Optional<Answer>> answer =
        segmenter(driver.ref()).answer(admitted(0, new Verdict.Duplicate()));

    assertThat(result(answer).getOutcome()).isEqualTo(Outcome.OUTCOME_DUPLICATE);
    assertThat(result(answer).getSequence()).isEqualTo(7);
    driver.expectNoMessage(Duration.ofMillis(50));
  }

  private Segmenter segmenter(ActorRef<FpgaDriver.Command> to) {
    return segmenter(to, Duration.ofSeconds(5));
  }

  private Segmenter segmenter(ActorRef<FpgaDriver.Command> to, Duration answerTimeout) {
    return new Segmenter(
        KIT.system(),
        to,
        new IngestSettings(4, Duration.ofMillis(1), answerTimeout),
        new ResultFactory("edge-1", Instant::now),
        new EdgeMetrics(meters),
        Runnable::run);
  }

  private static Admission.Admitted admitted(int deadlineMs, Verdict verdict) {
    Frame frame =
        FrameCodec.complete(
            Frame.newBuilder()
                .setDevice("probe-1")
                .setSession("s")
                .setSequence(7)
                .setCaptureTimeUs(1_000_000)
                .setDeadlineMs(deadlineMs),
            TestModels.image(1),
            PixelEncoding.PIXEL_ENCODING_RAW8);
    Reading.Readable readable =
        new Reading.Readable(
            Arrival.now(new Delivery()),
            new DecodedFrame(frame, TestModels.image(1)),
            Duration.ZERO);
    return new Admission.Admitted(
        readable, new FramesInFlight().start(readable.frame().key()), verdict);
  }

  private static Segmentation result(CompletionStage<Optional<Answer>> answer) throws Exception {
    return get(answer).orElseThrow().result();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
