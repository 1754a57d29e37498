package io.quantunet.gateway.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.OverflowStrategy;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.BroadcastHub;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.quantunet.gateway.ingest.LiveEvent;
import io.quantunet.gateway.store.Score;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Live events for any number of pages. Results are gathered for a tenth of a second and written
 * once for all; a page that reads too slowly misses some and catches up with the next overview.
 *
 * <p>Events: {@code results} (an array, each as in {@code /api/v1/results}; a device's newest has
 * its mask), {@code scores}, {@code overview} (every second: {@code server_time_us}, {@code stats},
 * {@code devices}), {@code problem}.
 */
public final class LiveFeed implements Consumer<LiveEvent> {

  private static final Duration GATHER = Duration.ofMillis(100);
  private static final Duration OVERVIEW_EVERY = Duration.ofSeconds(1);
  private static final int WAITING_EVENTS = 4096;
  private static final int WAITING_PER_PAGE = 64;

  private static final ProblemEvent NO_DATABASE =
      new ProblemEvent("the database does not answer; results wait at the broker");

  private final Overview overview;
  private final SharedKillSwitch end = KillSwitches.shared("live-feed");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final BoundedSourceQueue<LiveEvent> queue;
  private final Source<ServerSentEvent, NotUsed> events;

  public LiveFeed(ActorSystem<?> system, Overview overview) {
    this.overview = overview;
    Pair<BoundedSourceQueue<LiveEvent>, Source<ServerSentEvent, NotUsed>> hub =
        Source.<LiveEvent>queue(WAITING_EVENTS)
            .groupedWithin(WAITING_EVENTS, GATHER)
            .mapConcat(LiveFeed::written)
            .toMat(BroadcastHub.of(ServerSentEvent.class, WAITING_PER_PAGE), Keep.both())
            .run(system);
    queue = hub.first();
    events = hub.second();
    events.runWith(Sink.ignore(), system); // without a page, events go nowhere instead of waiting
  }

  /** Tells all pages; drops the event if far too many wait. */
  @Override
  public void accept(LiveEvent event) {
    if (!closed.get()) {
      queue.offer(event);
    }
  }

  /** What one page listens to, from now on. */
  Source<ServerSentEvent, NotUsed> open() {
    Source<ServerSentEvent, ?> overviews =
        Source.tick(Duration.ZERO, OVERVIEW_EVERY, NotUsed.getInstance())
            .mapAsync(1, tick -> overviewEvent());
    return events
        .buffer(WAITING_PER_PAGE, OverflowStrategy.dropHead())
        .merge(overviews)
        .via(end.flow());
  }

  /** Ends every page's stream; does nothing the second time. */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end.shutdown();
      queue.complete();
    }
  }

  private CompletionStage<ServerSentEvent> overviewEvent() {
    return overview
        .current()
        .<ServerSentEvent>thenApply(view -> event("overview", view))
        .exceptionally(error -> event("problem", NO_DATABASE));
  }

  private static List<ServerSentEvent> written(List<LiveEvent> gathered) {
    List<LiveEvent.ResultStored> results = new ArrayList<>();
    List<ScoreEvent> scores = new ArrayList<>();
    for (LiveEvent event : gathered) {
      if (event instanceof LiveEvent.ResultStored stored) {
        results.add(stored);
      } else if (event instanceof LiveEvent.ResultScored scored) {
        scores.add(ScoreEvent.of(scored.score()));
      }
    }
    List<ServerSentEvent> events = new ArrayList<>();
    if (!results.isEmpty()) {
      events.add(event("results", views(results)));
    }
    if (!scores.isEmpty()) {
      events.add(event("scores", scores));
    }
    return events;
  }

  private static List<ResultView> views(List<LiveEvent.ResultStored> results) {
    Set<String> shown = new HashSet<>();
    List<ResultView> views = new ArrayList<>();
    for (int i = results.size() - 1; i >= 0; i--) {
      Segmentation message = results.get(i).message();
      boolean newestMask =
          message.getOutcome() == Outcome.OUTCOME_SEGMENTED && shown.add(message.getDevice());
      views.add(ResultView.live(message, results.get(i).receivedTimeUs(), newestMask));
    }
    Collections.reverse(views);
    return views;
  }

  private static ServerSentEvent event(String type, Object data) {
    return ServerSentEvent.create(Json.text(data), type);
  }

  private record ProblemEvent(String error) {}

  private record ScoreEvent(
      String device, String session, long sequence, double dice, boolean hasLesion) {
    static ScoreEvent of(Score score) {
      return new ScoreEvent(
          score.key().device(),
          score.key().session(),
          score.key().sequence(),
          score.dice(),
          score.hasLesion());
    }
  }
}
