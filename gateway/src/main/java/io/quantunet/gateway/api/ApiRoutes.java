package io.quantunet.gateway.api;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.marshalling.sse.EventStreamMarshalling;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import io.quantunet.gateway.ingest.RetrainRequests;
import io.quantunet.gateway.store.DatabaseException;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.ResultQuery;
import io.quantunet.gateway.store.ResultStore;
import io.quantunet.gateway.store.StoredResult;
import io.quantunet.proto.FrameKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is under {@code /api/v1}, {@code /health} and {@code /metrics}. */
public final class ApiRoutes extends AllDirectives {

  private static final Logger log = LoggerFactory.getLogger(ApiRoutes.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final DatabaseThreads threads;
  private final ResultStore results;
  private final Overview overview;
  private final Pictures pictures;
  private final LiveFeed feed;
  private final RetrainRequests retrain;
  private final Health health;
  private final Supplier<String> metrics;

  /**
   * @param metrics gives the text of a Prometheus scrape
   */
  public ApiRoutes(
      DatabaseThreads threads,
      ResultStore results,
      Overview overview,
      Pictures pictures,
      LiveFeed feed,
      RetrainRequests retrain,
      Health health,
      Supplier<String> metrics) {
    this.threads = threads;
    this.results = results;
    this.overview = overview;
    this.pictures = pictures;
    this.feed = feed;
    this.retrain = retrain;
    this.health = health;
    this.metrics = metrics;
  }

  /** The routes; whatever goes wrong is answered in JSON. */
  public Route routes() {
    return concat(
        pathPrefix("api", () -> pathPrefix("v1", this::api)),
        path(segment("health").slash("live"), () -> get(() -> complete(health.live()))),
        path(segment("health").slash("ready"), () -> get(() -> completeWithFuture(health.ready()))),
        path("metrics", () -> get(() -> complete(scrape()))));
  }

  private Route api() {
    return concat(
        path(
            "stats",
            () -> get(() -> answer(overview.current().thenApply(v -> Json.ok(v.stats()))))),
        pathPrefix("devices", this::devices),
        pathPrefix("results", this::results),
        pathPrefix(
            segment("frames").slash(segment()).slash(segment()),
            (device, session) ->
                path(segment(), file -> get(() -> onThread(() -> frame(device, session, file))))),
        path("events", () -> get(this::events)),
        path("retrain", () -> post(() -> extractRequest(this::retrain))));
  }

  private Route devices() {
    return concat(
        pathEnd(
            () ->
                get(
                    () ->
                        answer(
                            overview.current().thenApply(v -> Json.ok(new Devices(v.devices())))))),
        path(
            segment().slash("frame.png"),
            device ->
                get(
                    () ->
                        onThread(() -> pictures.newestFrame(Parameters.name("device", device))))));
  }

  private Route results() {
    return concat(
        pathEnd(
            () ->
                get(() -> parameterMap(given -> onThread(() -> page(Parameters.results(given)))))),
        pathPrefix(
            segment().slash(segment()),
            (device, session) ->
                concat(
                    path(
                        segment(),
                        sequence -> get(() -> onThread(() -> result(device, session, sequence)))),
                    path(
                        segment().slash("mask.png"),
                        sequence -> get(() -> onThread(() -> mask(device, session, sequence)))))));
  }

  private Route events() {
    return completeOK(
        feed.open().keepAlive(KEEP_ALIVE, ServerSentEvent::heartbeat),
        EventStreamMarshalling.toEventStream());
  }

  private Route retrain(HttpRequest request) {
    ChangeGuard.check(request);
    return answer(
        retrain
            .send()
            .handle(
                (requestId, error) -> {
                  if (error != null) {
                    throw Problem.unavailable(
                        "no retraining was asked for: " + cause(error).getMessage(),
                        "check the broker, then ask again");
                  }
                  return Json.response(StatusCodes.ACCEPTED, new Accepted(requestId));
                }));
  }

  private HttpResponse page(ResultQuery query) {
    List<StoredResult> rows = results.page(query);
    Long nextBefore = rows.size() < query.limit() ? null : rows.get(rows.size() - 1).id();
    return Json.ok(new Page(rows.stream().map(ResultView::row).toList(), nextBefore));
  }

  private HttpResponse result(String device, String session, String sequence) {
    FrameKey key = Parameters.key(device, session, sequence);
    return Json.ok(ResultView.whole(require(key)));
  }

  private HttpResponse mask(String device, String session, String sequence) {
    return Pictures.mask(require(Parameters.key(device, session, sequence)));
  }

  private HttpResponse frame(String device, String session, String file) {
    if (!file.endsWith(".png")) {
      throw Problem.notFound("there is no '" + file + "'", "ask for SEQUENCE.png");
    }
    String sequence = file.substring(0, file.length() - ".png".length());
    return pictures.frame(Parameters.key(device, session, sequence));
  }

  private StoredResult require(FrameKey key) {
    return results
        .find(key)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "no result of frame " + key + " is stored",
                    "list what is stored with /api/v1/results"));
  }

  private HttpResponse scrape() {
    return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, metrics.get());
  }

  private Route onThread(Supplier<HttpResponse> call) {
    return answer(threads.call(call));
  }

  private Route answer(CompletionStage<HttpResponse> response) {
    return completeWithFuture(response.exceptionally(ApiRoutes::failure));
  }

  /** The answer to a call that failed. */
  static HttpResponse failure(Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof Problem problem) {
      return Json.problem(problem);
    }
    log.warn("gateway: a request failed: {}", DatabaseException.reason(cause));
    return Json.problem(
        StatusCodes.SERVICE_UNAVAILABLE,
        "the database does not answer",
        "try again in a few seconds; see /health/ready and the gateway's log");
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private record Page(List<ResultView> results, Long nextBefore) {}

  private record Devices(List<OverviewView.Device> devices) {}

  private record Accepted(String requestId) {}
}
