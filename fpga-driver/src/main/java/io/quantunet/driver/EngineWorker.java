package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.GreyImage;
import java.time.Duration;
import java.util.List;

/**
 * One engine on one thread: computes one batch of frames after the other on one model. After a
 * failure it says so and is restarted with a fresh engine.
 */
final class EngineWorker extends AbstractBehavior<EngineWorker.Command> {

  /** More failures than this within {@link #RESTART_WINDOW} and the worker ends. */
  private static final int MAX_RESTARTS = 10;

  private static final Duration RESTART_WINDOW = Duration.ofMinutes(1);

  /** What a worker can be asked. */
  sealed interface Command {}

  /**
   * Compute these frames together.
   *
   * @param within the time in which they are wanted
   */
  record Compute(long batch, List<GreyImage> frames, Duration within) implements Command {}

  /** End once what was asked before is done. */
  record Stop() implements Command {}

  /** What a worker says. */
  sealed interface Event {
    ActorRef<Command> worker();

    long batch();

    /**
     * The frames are computed; {@code logits} has each one's, the durations are of them all, the
     * cycles of the last.
     */
    record Computed(
        ActorRef<Command> worker,
        long batch,
        List<Logits> logits,
        FpgaDriver.ModelIdentity model,
        EngineKind engine,
        Duration preprocess,
        Duration inference,
        long deviceCycles)
        implements Event {}

    /** The engine failed; the worker goes on with a fresh one. */
    record NotComputed(ActorRef<Command> worker, long batch, String reason) implements Event {}
  }

  private final FpgaDriver.ModelIdentity identity;
  private final FramePreprocessor preprocessor;
  private final InferenceEngine engine;
  private final ActorRef<Event> driver;

  static Behavior<Command> create(
      LoadedModel model,
      FpgaDriver.ModelIdentity identity,
      EngineFactory engines,
      ActorRef<Event> driver) {
    return Behaviors.supervise(
            Behaviors.<Command>setup(
                context ->
                    new EngineWorker(
                        context, model, identity, engines.create(model.model()), driver)))
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restart()
                .withLimit(MAX_RESTARTS, RESTART_WINDOW)
                .withLoggingEnabled(false));
  }

  private EngineWorker(
      ActorContext<Command> context,
      LoadedModel model,
      FpgaDriver.ModelIdentity identity,
      InferenceEngine engine,
      ActorRef<Event> driver) {
    super(context);
    this.identity = identity;
    this.preprocessor =
        new FramePreprocessor(model.manifest().gridWidth(), model.manifest().gridHeight());
    this.engine = engine;
    this.driver = driver;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Compute.class, this::onCompute)
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .onSignal(PreRestart.class, signal -> closeEngine())
        .onSignal(PostStop.class, signal -> closeEngine())
        .build();
  }

  private Behavior<Command> onCompute(Compute compute) {
    try {
      driver.tell(compute(compute));
      return this;
    } catch (RuntimeException | OutOfMemoryError e) {
      getContext().getLog().warn("the engine failed and is restarted: {}", reason(e));
      getContext().getLog().debug("the engine failed", e);
      driver.tell(new Event.NotComputed(getContext().getSelf(), compute.batch(), reason(e)));
      throw new EngineException("frames were not computed: " + reason(e), e);
    }
  }

  private Event compute(Compute compute) {
    long start = System.nanoTime();
    List<byte[]> codes = compute.frames().stream().map(preprocessor::toGrid).toList();
    long ready = System.nanoTime();
    List<Logits> logits =
        engine.infer(codes, preprocessor.gridWidth(), preprocessor.gridHeight(), compute.within());
    long end = System.nanoTime();
    return new Event.Computed(
        getContext().getSelf(),
        compute.batch(),
        logits,
        identity,
        engine.kind(),
        Duration.ofNanos(ready - start),
        Duration.ofNanos(end - ready),
        engine.deviceCycles());
  }

  private Behavior<Command> closeEngine() {
    engine.close();
    return this;
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
