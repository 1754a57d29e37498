package io.quantunet.edge.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.quantunet.driver.FpgaDriver;
import io.quantunet.edge.ingest.Admission.Admitted;
import io.quantunet.edge.ingest.Reading.Readable;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every admitted frame its result, with the driver's help where it needs it. */
final class Segmenter {

  private static final Logger log = LoggerFactory.getLogger(Segmenter.class);

  private final ActorSystem<?> system;
  private final ActorRef<FpgaDriver.Command> driver;
  private final IngestSettings settings;
  private final ResultFactory results;
  private final EdgeMetrics metrics;
  private final Executor work;

  /**
   * @param work where masks are measured
   */
  Segmenter(
      ActorSystem<?> system,
      ActorRef<FpgaDriver.Command> driver,
      IngestSettings settings,
      ResultFactory results,
      EdgeMetrics metrics,
      Executor work) {
    this.system = system;
    this.driver = driver;
    this.settings = settings;
    this.results = results;
    this.metrics = metrics;
    this.work = work;
  }

  /**
   * Never fails: what goes wrong is a result with the outcome FAILED. Empty if the driver has ended
   * before it could compute the frame: then the broker keeps it for the edge's next start.
   */
  CompletionStage<Optional<Answer>> answer(Admitted admitted) {
    return result(admitted)
        .exceptionally(failure -> Optional.of(failed(admitted.frame(), reason(failure))))
        .thenApply(result -> result.map(each -> answer(admitted, each)));
  }

  private static Answer answer(Admitted admitted, Segmentation result) {
    return new Answer(admitted.frame().arrival(), Optional.of(admitted.flight()), result);
  }

  private CompletionStage<Optional<Segmentation>> result(Admitted admitted) {
    Readable readable = admitted.frame();
    if (admitted.verdict() instanceof Verdict.Duplicate) {
      return answered(
          readable,
          Outcome.OUTCOME_DUPLICATE,
          "frame %s was answered before; its result stands".formatted(readable.frame().key()));
    }
    if (admitted.verdict() instanceof Verdict.TooManyDevices tooMany) {
      return answered(
          readable,
          Outcome.OUTCOME_REJECTED,
          "device %s is one too many: this edge serves max-devices = %d devices at a time"
              .formatted(readable.frame().key().device(), tooMany.maxDevices()));
    }
    return ask(readable.frame()).thenApplyAsync(answer -> resultOf(readable, answer), work);
  }

  private CompletionStage<Optional<Segmentation>> answered(
      Readable readable, Outcome outcome, String detail) {
    return CompletableFuture.completedFuture(Optional.of(ended(readable, outcome, detail)));
  }

  private CompletionStage<FpgaDriver.Answer> ask(DecodedFrame frame) {
    long asked = System.nanoTime();
    return AskPattern.<FpgaDriver.Command, FpgaDriver.Answer>ask(
            driver,
            replyTo ->
                new FpgaDriver.Segment(
                    frame.key(), frame.image(), deadline(frame.message()), replyTo),
            settings.answerTimeout(),
            system.scheduler())
        .exceptionallyCompose(failure -> withoutAnswer(frame, failure, asked))
        .thenCompose(
            answer ->
                answer instanceof FpgaDriver.Answer.QueueFull
                    ? askLater(frame)
                    : CompletableFuture.completedFuture(answer));
  }

  /** An ask that fails before its time is one of an actor that has ended. */
  private CompletionStage<FpgaDriver.Answer> withoutAnswer(
      DecodedFrame frame, Throwable failure, long asked) {
    boolean early = System.nanoTime() - asked < settings.answerTimeout().toNanos();
    return early && cause(failure) instanceof TimeoutException
        ? CompletableFuture.completedFuture(new FpgaDriver.Answer.Stopped(frame.key()))
        : CompletableFuture.failedFuture(failure);
  }

  /** Somebody else has filled the driver's queue: the frame waits here, and the broker with it. */
  private CompletionStage<FpgaDriver.Answer> askLater(DecodedFrame frame) {
    metrics.waitedForDriver();
    Duration pause = settings.queueFullPause();
    return CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, work))
        .thenCompose(over -> ask(frame));
  }

  private Optional<Segmentation> resultOf(Readable readable, FpgaDriver.Answer answer) {
    if (answer instanceof FpgaDriver.Answer.Stopped) {
      log.warn("frame {}: the driver has ended; the broker keeps it", readable.frame().key());
      return Optional.empty();
    }
    return Optional.of(computed(readable, answer));
  }

  private Segmentation computed(Readable readable, FpgaDriver.Answer answer) {
    if (answer instanceof FpgaDriver.Answer.Segmented segmented) {
      return results.segmented(readable.frame().message(), segmented, readable.took());
    }
    if (answer instanceof FpgaDriver.Answer.Late) {
      Frame frame = readable.frame().message();
      return ended(
          readable,
          Outcome.OUTCOME_LATE,
          "the frame's deadline of %s ms after its capture has passed"
              .formatted(Integer.toUnsignedString(frame.getDeadlineMs())));
    }
    return failed(
        readable,
        answer instanceof FpgaDriver.Answer.Failed failed ? failed.reason() : answer.toString());
  }

  private static String reason(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof TimeoutException
        ? "the driver does not answer (" + cause.getMessage() + ")"
        : cause.toString();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private Segmentation failed(Readable readable, String reason) {
    log.error("frame {} could not be segmented: {}", readable.frame().key(), reason);
    return ended(readable, Outcome.OUTCOME_FAILED, reason);
  }

  private Segmentation ended(Readable readable, Outcome outcome, String detail) {
    return results.ended(readable.frame().message(), outcome, detail, readable.took());
  }

  /** Device clock plus the frame's own patience; empty for lossless delivery. */
  private static Optional<Instant> deadline(Frame frame) {
    long patienceMs = Integer.toUnsignedLong(frame.getDeadlineMs());
    if (patienceMs == 0) {
      return Optional.empty();
    }
    return Optional.of(
        Instant.EPOCH
            .plus(frame.getCaptureTimeUs(), ChronoUnit.MICROS)
            .plus(patienceMs, ChronoUnit.MILLIS));
  }
}
