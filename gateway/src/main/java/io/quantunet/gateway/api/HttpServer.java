package io.quantunet.gateway.api;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's HTTP port. */
public final class HttpServer extends AllDirectives {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

  private final ServerBinding binding;

  private HttpServer(ServerBinding binding) {
    this.binding = binding;
  }

  /**
   * Listens.
   *
   * @param bind name or address of a network interface
   * @param port 0..65535; 0 = any free one
   * @return fails with {@link PortInUseException} if another program listens there
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system, String bind, int port, Route routes) {
    try {
      requireFree(bind, port);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(clear(e, bind, port));
    }
    return Http.get(system)
        .newServerAt(bind, port)
        .bind(new Sealing().seal(routes))
        .handle(
            (binding, error) -> {
              if (error != null) {
                throw new CompletionException(clear(error, bind, port));
              }
              return new HttpServer(binding);
            });
  }

  /** The port that it listens on. */
  public int port() {
    return binding.localAddress().getPort();
  }

  /** Takes no more requests, gives those under way two seconds; never fails. */
  public CompletionStage<Done> close() {
    return binding.terminate(PATIENCE_AT_THE_END).handle((terminated, error) -> Done.getInstance());
  }

  /** Akka would log a failed bind with its stack trace; asking the system first costs nothing. */
  private static void requireFree(String bind, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
    }
  }

  private static Throwable clear(Throwable error, String bind, int port) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new PortInUseException(bind, port, cause);
      }
    }
    return new IllegalStateException(
        "gateway: cannot listen on %s:%d: %s; check quantunet.gateway.http"
            .formatted(bind, port, error.getMessage()),
        error);
  }

  /** Gives every request an answer, in JSON if it is an error. */
  private static final class Sealing extends AllDirectives {

    Route seal(Route routes) {
      return respondWithHeaders(
          List.of(
              RawHeader.create("X-Content-Type-Options", "nosniff"),
              RawHeader.create("Referrer-Policy", "no-referrer")),
          () -> routes.seal(rejections(), exceptions()));
    }

    private RejectionHandler rejections() {
      return RejectionHandler.newBuilder()
          .handle(
              MethodRejection.class,
              rejection ->
                  complete(
                      Json.problem(
                          StatusCodes.METHOD_NOT_ALLOWED,
                          "this method is not for this address",
                          "use " + rejection.supported().value())))
          .handleNotFound(
              extractUnmatchedPath(
                  path ->
                      complete(
                          Json.problem(
                              StatusCodes.NOT_FOUND,
                              "there is nothing here",
                              "see /api/v1/devices, /api/v1/results, /api/v1/stats, /health/ready or the page at /"))))
          .build()
          .mapRejectionResponse(response -> response);
    }

    private ExceptionHandler exceptions() {
      return ExceptionHandler.newBuilder()
          .match(Problem.class, problem -> complete(Json.problem(problem)))
          .matchAny(error -> complete(defect(error)))
          .build();
    }

    private static HttpResponse defect(Throwable error) {
      log.error("gateway: a request failed, which is a defect: {}", String.valueOf(error), error);
      return Json.problem(
          StatusCodes.INTERNAL_SERVER_ERROR,
          "the gateway failed to answer",
          "see the gateway's log; this is a defect");
    }
  }
}
