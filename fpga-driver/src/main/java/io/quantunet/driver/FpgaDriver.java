package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs frames on engines, side by side, from one bounded queue, and changes the model between two
 * frames. Every {@link Segment} gets exactly one {@link Answer}, whatever happens to the engines.
 *
 * <p>A frame whose engine fails or hangs is tried once more on a fresh one. Frames that come before
 * the first model has proven itself wait in the queue.
 */
public final class FpgaDriver extends AbstractBehavior<FpgaDriver.Command> {

  /** What the driver can be asked, or be told. */
  public sealed interface Command {}

  /**
   * Asks for one frame.
   *
   * @param key its identity
   * @param frame its pixels, of any size
   * @param deadline from then on it is not started any more; empty = never late
   * @param replyTo gets exactly one answer
   */
  public record Segment(
      FrameKey key, GreyImage frame, Optional<Instant> deadline, ActorRef<Answer> replyTo)
      implements Command {}

  /**
   * Loads a model beside the one that serves, verifies its golden vectors on the engine, then
   * switches between two frames; frames in flight end on the old one.
   *
   * @param bundle the model
   * @param deadline a model that is verified only then, or later, is refused; empty = never late
   * @param replyTo gets exactly one answer
   */
  public record InstallModel(
      BundleFile bundle, Optional<Instant> deadline, ActorRef<Installation> replyTo)
      implements Command {}

  /** Asks how the driver is. */
  public record GetHealth(ActorRef<Health> replyTo) implements Command {}

  record ModelLoaded(ModelLoader.Result result) implements Command {

    static ModelLoaded of(ModelLoader.Result result, Throwable failure) {
      return new ModelLoaded(
          failure == null ? result : new ModelLoader.Refused(String.valueOf(failure)));
    }
  }

  private record FromWorker(EngineWorker.Event event) implements Command {}

  private record DeadlinePassed(long job) implements Command {}

  private record EngineHung(ActorRef<EngineWorker.Command> worker, long batch) implements Command {}

  private record ReplaceWorkers() implements Command {}

  /** The answer to {@link Segment}. */
  public sealed interface Answer {

    /** The frame's identity. */
    FrameKey key();

    /** The frame is segmented. */
    record Segmented(
        FrameKey key, Logits logits, ModelIdentity model, EngineKind engine, Timings timings)
        implements Answer {}

    /** Its deadline had passed before an engine was free. */
    record Late(FrameKey key) implements Answer {}

    /** As many frames as may wait are waiting. */
    record QueueFull(FrameKey key, int capacity) implements Answer {}

    /** No engine could compute it. */
    record Failed(FrameKey key, String reason) implements Answer {}

    /** The driver ends and has not computed it; the next driver may. */
    record Stopped(FrameKey key) implements Answer {}
  }

  /** Which model. */
  public record ModelIdentity(String id, String sha256Hex) {

    static ModelIdentity of(BundleFile bundle) {
      return new ModelIdentity(bundle.manifest().getModelId(), bundle.sha256Hex());
    }
  }

  /**
   * Where a frame's time went.
   *
   * @param queued waiting for an engine
   * @param preprocess stretching it to the model's grid
   * @param inference the integer network
   * @param deviceCycles clock cycles of an accelerator, 0 on a CPU
   */
  public record Timings(
      Duration queued, Duration preprocess, Duration inference, long deviceCycles) {}

  /** The answer to {@link InstallModel}. */
  public sealed interface Installation {

    /** It serves from the next frame on. */
    record Installed(ModelIdentity model, Optional<ModelIdentity> previous)
        implements Installation {}

    /** The old one serves on. */
    record Refused(String modelId, String reason) implements Installation {}
  }

  /** Whether frames are being segmented. */
  public enum State {
    /** Every worker serves. */
    READY,
    /** The first model is being loaded, workers or devices are missing, or others stand in. */
    DEGRADED,
    /** No frame can be segmented. */
    FAILED
  }

  /**
   * The answer to {@link GetHealth}.
   *
   * @param model the model that serves, or the one that should
   * @param queued frames that wait
   * @param failures frames that ended with {@link Answer.Failed} so far
   * @param detail what is wrong; empty if nothing is
   */
  public record Health(
      State state,
      EngineKind engine,
      ModelIdentity model,
      int queued,
      int busyWorkers,
      long failures,
      String detail) {}

  private static final String WORKER_DISPATCHER = "quantunet.driver.worker-dispatcher";

  private final DriverSettings settings;
  private final EngineFactory engines;
  private final FrameDispatch frames;
  private final ModelSwitch models;
  private final ActorRef<EngineWorker.Event> workerEvents;
  private final ModelIdentity initialModel;

  /**
   * The driver.
   *
   * @param initialModel loaded and verified first; frames wait for it
   * @param clock tells when a frame's or a model's deadline has passed
   */
  public static Behavior<Command> create(
      DriverSettings settings, BundleFile initialModel, MeterRegistry metrics, Clock clock) {
    return create(settings, initialModel, metrics, clock, EngineFactory.of(settings));
  }

  static Behavior<Command> create(
      DriverSettings settings,
      BundleFile initialModel,
      MeterRegistry metrics,
      Clock clock,
      EngineFactory engines) {
    DriverMetrics meters = new DriverMetrics(metrics);
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new FpgaDriver(
                        context,
                        settings,
                        engines,
                        meters,
                        new FrameDispatch(settings, meters, clock, new DriverTimers(timers)),
                        initialModel,
                        clock)));
  }

  private FpgaDriver(
      ActorContext<Command> context,
      DriverSettings settings,
      EngineFactory engines,
      DriverMetrics metrics,
      FrameDispatch frames,
      BundleFile initialModel,
      Clock clock) {
    super(context);
    context.setLoggerName(FpgaDriver.class); // its helpers log, too
    this.settings = settings;
    this.engines = engines;
    this.frames = frames;
    this.workerEvents = context.messageAdapter(EngineWorker.Event.class, FromWorker::new);
    this.initialModel = ModelIdentity.of(initialModel);
    this.models =
        new ModelSwitch(
            context, settings.engine(), engines, metrics, frames, clock, this::startWorker);
    models.install(initialModel);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Segment.class, this::onSegment)
        .onMessage(FromWorker.class, this::onWorkerEvent)
        .onMessage(DeadlinePassed.class, this::onDeadlinePassed)
        .onMessage(EngineHung.class, this::onEngineHung)
        .onMessage(ReplaceWorkers.class, this::onReplaceWorkers)
        .onMessage(InstallModel.class, this::onInstallModel)
        .onMessage(ModelLoaded.class, this::onModelLoaded)
        .onMessage(GetHealth.class, this::onGetHealth)
        .onSignal(Terminated.class, this::onWorkerEnded)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onSegment(Segment segment) {
    frames.accept(segment);
    return this;
  }

  private Behavior<Command> onWorkerEvent(FromWorker message) {
    frames.ended(message.event());
    return this;
  }

  private Behavior<Command> onDeadlinePassed(DeadlinePassed passed) {
    frames.deadlinePassed(passed.job());
    return this;
  }

  private Behavior<Command> onEngineHung(EngineHung hung) {
    frames.engineHung(hung.worker(), hung.batch());
    return this;
  }

  private Behavior<Command> onReplaceWorkers(ReplaceWorkers due) {
    frames.replaceWorkers();
    return this;
  }

  private Behavior<Command> onWorkerEnded(Terminated signal) {
    String reason =
        signal instanceof ChildFailed failed
            ? "the engine could not be restarted: " + failed.getCause().getMessage()
            : "the engine ended";
    if (signal instanceof ChildFailed) {
      getContext().getLog().error("an engine is lost: {}", reason);
    }
    frames.workerEnded(signal.getRef().unsafeUpcast(), reason);
    return this;
  }

  private Behavior<Command> onInstallModel(InstallModel install) {
    models.install(install);
    return this;
  }

  private Behavior<Command> onModelLoaded(ModelLoaded loaded) {
    models.loaded(loaded.result());
    return this;
  }

  private ActorRef<EngineWorker.Command> startWorker(LoadedModel model, ModelIdentity identity) {
    ActorRef<EngineWorker.Command> worker =
        getContext()
            .spawnAnonymous(
                EngineWorker.create(model, identity, engines, workerEvents),
                DispatcherSelector.fromConfig(WORKER_DISPATCHER));
    getContext().watch(worker);
    return worker;
  }

  private Behavior<Command> onGetHealth(GetHealth request) {
    EngineKind engine = models.engine().orElse(settings.engine());
    State state = frames.state();
    String trouble =
        engine == settings.engine()
            ? engines.trouble()
            : "stands in for the engine " + settings.engine().label();
    boolean othersStandIn = state == State.READY && !trouble.isEmpty();
    request
        .replyTo()
        .tell(
            new Health(
                othersStandIn ? State.DEGRADED : state,
                engine,
                models.serving().orElse(initialModel),
                frames.queued(),
                frames.busyWorkers(),
                frames.failures(),
                othersStandIn ? trouble : frames.detail()));
    return this;
  }

  private Behavior<Command> onStopped(PostStop signal) {
    frames.stopAll();
    engines.close();
    return this;
  }

  /** The driver's timers as what they mean: a job's deadline, a batch's engine. */
  private record DriverTimers(TimerScheduler<Command> timers) implements FrameDispatch.Timers {

    @Override
    public void deadline(long job, Duration left) {
      timers.startSingleTimer(job, new DeadlinePassed(job), left);
    }

    @Override
    public void patience(ActorRef<EngineWorker.Command> worker, long batch, Duration patience) {
      timers.startSingleTimer(batch, new EngineHung(worker, batch), patience);
    }

    @Override
    public void cancel(long jobOrBatch) {
      timers.cancel(jobOrBatch);
    }

    @Override
    public void replaceWorkers(Duration pause) {
      timers.startSingleTimer(new ReplaceWorkers(), pause);
    }
  }
}
