package io.quantunet.launcher;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** One service alone in this process, until Ctrl-C or its own end. */
final class Service {

  private Service() {}

  /**
   * A service that was started.
   *
   * @param ready when it serves; fails if it never will
   * @param ended when it is over; fails if it could not go on
   * @param stop ends it in order
   */
  record Running(
      CompletionStage<Done> ready,
      CompletionStage<Done> ended,
      Supplier<CompletionStage<Done>> stop) {}

  /** How a service is started. */
  interface Start {
    Running start(ActorSystem<Void> system, Config settings, SimpleMeterRegistry metrics)
        throws Exception;
  }

  /**
   * Runs a service until Ctrl-C, and prints its counters.
   *
   * @return the exit code
   * @throws Exception what kept the service from becoming ready, or from going on
   */
  static int run(Config settings, String name, Start start) throws Exception {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, settings);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    try (ServiceLifetime lifetime = new ServiceLifetime()) {
      Running running = start.start(system, settings, metrics);
      running.ready().thenRun(() -> System.out.println(name + ": connected and subscribed"));
      running.ready().exceptionally(failure -> stopped(lifetime));
      running.ended().whenComplete((done, failure) -> lifetime.stop());
      lifetime.awaitStop();
      boolean neverReady = running.ready().toCompletableFuture().isCompletedExceptionally();
      get(running.stop().get().exceptionally(failure -> Done.done())); // ended() tells it, too
      Counters.print(metrics);
      if (neverReady) {
        get(running.ready());
      }
      get(running.ended());
      return 0;
    } finally {
      system.terminate();
      get(system.getWhenTerminated());
    }
  }

  static <T> T get(CompletionStage<T> stage) throws ExecutionException, InterruptedException {
    return stage.toCompletableFuture().get();
  }

  private static Done stopped(ServiceLifetime lifetime) {
    lifetime.stop();
    return Done.done();
  }
}
