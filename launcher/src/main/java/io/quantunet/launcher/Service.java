package io.quantunet.launcher;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** One service alone in this process, until Ctrl-C. */
final class Service {

  private Service() {}

  /**
   * A service that was started.
   *
   * @param ready when it serves; fails if it never will
   * @param stop ends it in order
   */
  record Running(CompletionStage<Done> ready, Supplier<CompletionStage<Done>> stop) {}

  /** How a service is started. */
  interface Start {
    Running start(ActorSystem<Void> system, Config settings) throws Exception;
  }

  /**
   * Runs a service until Ctrl-C, or until it fails to become ready.
   *
   * @return the exit code
   */
  static int run(Config settings, String name, Start start) throws Exception {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, settings);
    try (ServiceLifetime lifetime = new ServiceLifetime()) {
      Running running = start.start(system, settings);
      running
          .ready()
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  System.out.println(name + ": connected and subscribed");
                } else {
                  lifetime.stop();
                }
              });
      lifetime.awaitStop();
      boolean failed = running.ready().toCompletableFuture().isCompletedExceptionally();
      get(running.stop().get());
      if (failed) {
        get(running.ready());
      }
      return 0;
    } finally {
      system.terminate();
      get(system.getWhenTerminated());
    }
  }

  static <T> T get(CompletionStage<T> stage) throws ExecutionException, InterruptedException {
    return stage.toCompletableFuture().get();
  }
}
