package io.quantunet.gateway.ingest;

import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import io.quantunet.gateway.store.Arrival;
import io.quantunet.gateway.store.DatabaseException;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.FeedbackStore;
import io.quantunet.gateway.store.ResultStore;
import io.quantunet.gateway.store.Review;
import io.quantunet.gateway.store.Score;
import io.quantunet.gateway.store.Verdict;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, and again if the database fails, for as long as it takes: what is not written is
 * not acknowledged, so that the broker keeps it.
 */
public final class StoreWriter {

  /**
   * What became of a batch.
   *
   * @param verdicts one per arrival, in order
   * @param scores frames that now have a Dice
   */
  record Written(List<Verdict> verdicts, List<Score> scores) {}

  private static final Logger log = LoggerFactory.getLogger(StoreWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final DatabaseThreads threads;
  private final ResultStore results;
  private final FeedbackStore feedback;
  private final GatewayMetrics metrics;
  private volatile boolean failing;

  public StoreWriter(
      ActorSystem<?> system,
      DatabaseThreads threads,
      ResultStore results,
      FeedbackStore feedback,
      GatewayMetrics metrics) {
    this.system = system;
    this.threads = threads;
    this.results = results;
    this.feedback = feedback;
    this.metrics = metrics;
  }

  /** Whether the last attempt to write failed. */
  public boolean failing() {
    return failing;
  }

  /** Completes when everything is written; fails only if the gateway is closed before that. */
  CompletionStage<Written> write(List<Arrival> arrivals, List<Review> reviews) {
    CompletionStage<List<Verdict>> verdicts =
        arrivals.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : attempt(() -> timed(() -> results.store(arrivals)), FIRST_PAUSE);
    return verdicts.thenCompose(
        known -> {
          List<FrameKey> masks = newMasks(arrivals, known);
          return masks.isEmpty() && reviews.isEmpty()
              ? CompletableFuture.completedFuture(new Written(known, List.of()))
              : attempt(() -> new Written(known, review(masks, reviews)), FIRST_PAUSE);
        });
  }

  private <T> CompletionStage<T> attempt(Supplier<T> write, Duration pause) {
    return threads
        .call(write)
        .handle(
            (written, error) -> {
              if (error == null) {
                succeeded();
                return CompletableFuture.completedFuture(written);
              }
              if (cause(error) instanceof RejectedExecutionException) {
                return CompletableFuture.<T>failedFuture(error);
              }
              failed(error, pause);
              return Patterns.after(pause, system, () -> attempt(write, longer(pause)));
            })
        .thenCompose(stage -> stage);
  }

  private List<Score> review(List<FrameKey> masks, List<Review> reviews) {
    List<FrameKey> changed = new ArrayList<>(masks);
    for (Review review : reviews) {
      if (feedback.store(review)) {
        changed.add(review.key());
      }
    }
    List<Score> scores = new ArrayList<>();
    for (FrameKey key : changed) {
      feedback.score(key).ifPresent(scores::add);
    }
    return scores;
  }

  private <T> T timed(Supplier<T> write) {
    long start = System.nanoTime();
    T written = write.get();
    metrics.written(Duration.ofNanos(System.nanoTime() - start));
    return written;
  }

  private static List<FrameKey> newMasks(List<Arrival> arrivals, List<Verdict> verdicts) {
    List<FrameKey> masks = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      if (isNewMask(arrivals.get(i), verdicts.get(i))) {
        masks.add(FrameKey.of(((Arrival.Result) arrivals.get(i)).message()));
      }
    }
    return masks;
  }

  private static boolean isNewMask(Arrival arrival, Verdict verdict) {
    return (verdict == Verdict.INSERTED || verdict == Verdict.UPGRADED)
        && arrival instanceof Arrival.Result result
        && result.message().getOutcome() == Outcome.OUTCOME_SEGMENTED;
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      log.info("gateway: the database answers again; everything that waited is stored");
    }
  }

  private void failed(Throwable error, Duration pause) {
    metrics.databaseFailed();
    if (!failing) {
      failing = true;
      log.error(
          "gateway: the database refuses to store results: {}; nothing is lost, the broker keeps them"
              + " until it answers (next attempt in {} ms); check quantunet.gateway.database",
          DatabaseException.reason(error),
          pause.toMillis());
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
