package io.quantunet.gateway.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.ResultStore;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether the gateway runs, and whether it does its work. */
public final class Health {

  private static final long PATIENCE_MILLIS = 2000;

  private final String broker;
  private final BooleanSupplier connected;
  private final BooleanSupplier writing;
  private final DatabaseThreads threads;
  private final ResultStore results;

  /**
   * @param broker where the broker is, for people
   * @param connected whether results can arrive right now
   * @param writing whether the last write passed
   */
  public Health(
      String broker,
      BooleanSupplier connected,
      BooleanSupplier writing,
      DatabaseThreads threads,
      ResultStore results) {
    this.broker = broker;
    this.connected = connected;
    this.writing = writing;
    this.threads = threads;
    this.results = results;
  }

  /** Answers if this process does. */
  HttpResponse live() {
    return Json.ok(new Live(true));
  }

  /** 200 if results arrive and are stored, else 503 with the reason. */
  CompletionStage<HttpResponse> ready() {
    return threads
        .call(this::ping)
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .handle((done, error) -> answer(error));
  }

  private boolean ping() {
    results.ping();
    return true;
  }

  private HttpResponse answer(Throwable databaseError) {
    boolean mqtt = connected.getAsBoolean();
    boolean database = databaseError == null && writing.getAsBoolean();
    boolean ready = mqtt && database;
    return Json.response(
        ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
        new Ready(
            ready,
            List.of(
                new Check(
                    "mqtt",
                    mqtt,
                    mqtt
                        ? "connected to " + broker + " and subscribed"
                        : "not connected to "
                            + broker
                            + " or not subscribed; is the broker running? The gateway's log tells"
                            + " more"),
                new Check(
                    "database",
                    database,
                    database
                        ? "answers"
                        : "does not answer or refuses writes; see the gateway's log"))));
  }

  private record Live(boolean live) {}

  private record Ready(boolean ready, List<Check> checks) {}

  private record Check(String name, boolean ok, String detail) {}
}
