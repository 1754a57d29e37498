package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.quantunet.driver.FpgaDriver.Installation;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.FpgaDriver.ModelLoaded;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.BundleFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Which model serves, and which come next: one at a time, in the order in which they came, each
 * loaded and verified beside the one that serves. Belongs to the {@link FpgaDriver} and runs on its
 * thread.
 */
final class ModelSwitch {

  private record Loading(
      BundleFile bundle, Optional<Instant> deadline, Optional<ActorRef<Installation>> replyTo) {

    boolean isLate(Instant now) {
      return deadline.filter(last -> !now.isBefore(last)).isPresent();
    }
  }

  private record Serving(ModelIdentity identity, EngineKind engine) {}

  private static final String LOADER_DISPATCHER = "quantunet.driver.loader-dispatcher";

  private final ActorContext<FpgaDriver.Command> context;
  private final EngineKind wanted;
  private final EngineFactory engines;
  private final DriverMetrics metrics;
  private final FrameDispatch frames;
  private final InstantSource clock;
  private final BiFunction<LoadedModel, ModelIdentity, ActorRef<EngineWorker.Command>> startWorker;
  private final Deque<Loading> loadings = new ArrayDeque<>();
  private Optional<Serving> serving = Optional.empty();

  /**
   * @param wanted the engine of the settings
   * @param clock tells when a model's deadline has passed
   * @param startWorker starts a worker for a verified model
   */
  ModelSwitch(
      ActorContext<FpgaDriver.Command> context,
      EngineKind wanted,
      EngineFactory engines,
      DriverMetrics metrics,
      FrameDispatch frames,
      InstantSource clock,
      BiFunction<LoadedModel, ModelIdentity, ActorRef<EngineWorker.Command>> startWorker) {
    this.context = context;
    this.wanted = wanted;
    this.engines = engines;
    this.metrics = metrics;
    this.frames = frames;
    this.clock = clock;
    this.startWorker = startWorker;
  }

  /** The model that serves; empty before the first is verified. */
  Optional<ModelIdentity> serving() {
    return serving.map(Serving::identity);
  }

  /** The engine that it serves on. */
  Optional<EngineKind> engine() {
    return serving.map(Serving::engine);
  }

  /** Takes the model of the start in line; {@link ModelLoaded} follows for each. */
  void install(BundleFile bundle) {
    install(new Loading(bundle, Optional.empty(), Optional.empty()));
  }

  /** Takes a model in line that somebody waits for. */
  void install(FpgaDriver.InstallModel request) {
    install(new Loading(request.bundle(), request.deadline(), Optional.of(request.replyTo())));
  }

  private void install(Loading loading) {
    loadings.addLast(loading);
    frames.modelIsLoading(true);
    if (loadings.size() == 1) {
      loadNext();
    }
  }

  /** The first in line was loaded, or refused. */
  void loaded(ModelLoader.Result result) {
    Loading loading = loadings.removeFirst();
    if (result instanceof ModelLoader.Refused refused) {
      refuse(refused.reason(), loading);
    } else if (loading.isLate(clock.instant())) { // whoever asked has taken it as refused by now
      refuse("it was verified only after its deadline; install it again", loading);
    } else {
      switchTo((ModelLoader.Verified) result, loading);
    }
    frames.modelIsLoading(!loadings.isEmpty()); // not before: frames that wait would have no model
    if (!loadings.isEmpty()) {
      loadNext();
    }
  }

  private void loadNext() {
    Loading loading = loadings.getFirst();
    Executor beside =
        context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(LOADER_DISPATCHER));
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> ModelLoader.load(loading.bundle(), engines), beside),
        ModelLoaded::of);
  }

  private void switchTo(ModelLoader.Verified verified, Loading loading) {
    ModelIdentity identity = ModelIdentity.of(loading.bundle());
    Optional<ModelIdentity> previous = serving();
    serving = Optional.of(new Serving(identity, verified.engine()));
    metrics.modelInstalled(verified.engine() != wanted, verified.plainLayers().size());
    context
        .getLog()
        .info("model {} serves on the engine {}", identity.id(), verified.engine().label());
    if (!verified.plainLayers().isEmpty()) {
      context
          .getLog()
          .warn(
              "the engine {} would not be exact on this CPU for {} layers, which run in plain Java,"
                  + " slowly: {}",
              verified.engine().label(),
              verified.plainLayers().size(),
              verified.plainLayers());
    }
    frames.serve(() -> startWorker.apply(verified.model(), identity));
    loading
        .replyTo()
        .ifPresent(replyTo -> replyTo.tell(new Installation.Installed(identity, previous)));
  }

  private void refuse(String reason, Loading loading) {
    String id = loading.bundle().manifest().getModelId();
    metrics.modelRefused();
    context.getLog().error("model {} is refused: {}", id, reason);
    frames.modelRefused(reason);
    loading.replyTo().ifPresent(replyTo -> replyTo.tell(new Installation.Refused(id, reason)));
  }
}
