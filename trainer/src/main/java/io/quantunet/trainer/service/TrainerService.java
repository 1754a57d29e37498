package io.quantunet.trainer.service;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import io.micrometer.core.instrument.MeterRegistry;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.Topics;
import io.quantunet.trainer.run.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running trainer: it collects feedback that carries its frame, and on a retrain command makes a
 * new model from the one that is rolled out, on one thread, and rolls it out. Thread-safe.
 *
 * <p>What it is doing is retained on {@link Topics#trainerStatus()}. Every command ends as {@code
 * PUBLISHED} or {@code FAILED} with a reason, except one that comes during a training, which is
 * dropped with a {@code TRAINING} status that says so, and one whose request id came before, which
 * is ignored.
 */
public final class TrainerService {

  private static final Logger log = LoggerFactory.getLogger(TrainerService.class);

  /** How long the broker may take for the last status. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final MqttConnection connection;
  private final MqttOutbox outbox;
  private final ActorRef<Trainer.Command> trainer;
  private final Intake intake;
  private final CompletionStage<Done> ready;
  private final CompletableFuture<Done> ended = new CompletableFuture<>();
  private CompletionStage<Done> stopped;

  private TrainerService(
      ActorSystem<?> system,
      TrainerSettings settings,
      MeterRegistry registry,
      InstantSource clock,
      LoadedModel model,
      FeedbackStore store,
      Optional<FeedbackFolder> folder) {
    Topics topics = new Topics(settings.site());
    TrainerMetrics metrics = new TrainerMetrics(registry);
    metrics.watch(registry, store::size);
    this.system = system;
    long startedUs = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    this.connection =
        MqttConnection.create(
            settings.mqtt().withWill(MqttOutbox.will(topics, startedUs)), Intake.IN_FLIGHT);
    this.outbox = new MqttOutbox(system, connection, topics);
    Trainer.Tools tools =
        new Trainer.Tools(
            store,
            new FineTuning(settings.workFolder(), clock),
            outbox,
            metrics,
            clock,
            settings.epochs(),
            settings.minFrames());
    this.trainer =
        system.systemActorOf(
            Trainer.create(model, tools), "trainer-" + UUID.randomUUID(), Props.empty());
    GarbageLog garbage = new GarbageLog(metrics, clock);
    this.intake = new Intake(system, topics, store, folder, trainer, metrics, garbage);
    this.ready = intake.start(connection);
    intake.broken().exceptionally(this::breakDown);
    connection
        .states()
        .filter(state -> state == ConnectionState.CONNECTED)
        .drop(1) // the first status is the actor's own
        .runForeach(state -> trainer.tell(new Trainer.Reconnected()), system);
  }

  /**
   * Reads the model and the feedback of earlier runs (milliseconds; blocks) and starts to connect
   * to the broker. ND4J is loaded by the first training only.
   *
   * @param registry gets the counters
   * @throws TrainingException if the model or a folder cannot be used: what, where, what to do
   */
  public static TrainerService start(
      ActorSystem<?> system, TrainerSettings settings, MeterRegistry registry) {
    return start(system, settings, registry, Clock.systemUTC());
  }

  /** As {@link #start(ActorSystem, TrainerSettings, MeterRegistry)}, with a clock for all times. */
  public static TrainerService start(
      ActorSystem<?> system,
      TrainerSettings settings,
      MeterRegistry registry,
      InstantSource clock) {
    muteNativeLibraries();
    LoadedModel model = model(settings);
    FeedbackStore store = new FeedbackStore(settings.feedback());
    Optional<FeedbackFolder> folder = settings.feedback().folder().map(FeedbackFolder::new);
    try {
      Files.createDirectories(settings.workFolder());
      if (folder.isPresent()) {
        restore(store, folder.get());
      }
    } catch (IOException e) {
      throw new TrainingException(
          "the trainer's folder cannot be used: %s; choose another".formatted(e), e);
    }
    log.info(
        "trainer: starts from {} with {} frames of feedback, listens at {}",
        model.manifest().modelId(),
        store.size(),
        settings.mqtt().broker());
    return new TrainerService(system, settings, registry, clock, model, store, folder);
  }

  /**
   * Completes when the broker delivers feedback and commands: what is published from then on
   * arrives. Fails if the broker refuses the subscription, or the service is stopped before.
   */
  public CompletionStage<Done> ready() {
    return ready;
  }

  /**
   * Abandons a training that is under way (within a step, about a second, and 10 s at most), tells
   * its status and leaves the broker. A command that comes meanwhile stays with the broker.
   *
   * @return completes when it is over; never fails; the same for every call
   */
  public synchronized CompletionStage<Done> stop() {
    if (stopped == null) {
      intake.stopping();
      stopped =
          AskPattern.<Trainer.Command, Done>ask(
                  trainer,
                  Trainer.Stop::new,
                  Trainer.STOP_GRACE.plus(Duration.ofSeconds(5)),
                  system.scheduler())
              .exceptionally(TrainerService::unanswered)
              .thenCompose(done -> leave())
              .thenApply(this::end);
    }
    return stopped;
  }

  /**
   * Completes after {@link #stop}. Fails, before it, if nothing arrives any more (with a {@link
   * TrainingException} that says why): the service is then of no use and should be stopped.
   */
  public CompletionStage<Done> ended() {
    return ended;
  }

  private Done breakDown(Throwable failure) {
    ended.completeExceptionally(failure);
    return Done.getInstance();
  }

  private Done end(Done done) {
    ended.complete(done);
    return done;
  }

  private CompletionStage<Done> leave() {
    CompletionStage<Done> drained = outbox.close();
    if (connection.state() != ConnectionState.CONNECTED) {
      return connection.disconnect();
    }
    return drained
        .toCompletableFuture()
        .copy()
        .completeOnTimeout(Done.getInstance(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Done.getInstance())
        .thenCompose(done -> connection.disconnect());
  }

  private static Done unanswered(Throwable failure) {
    log.warn("trainer: stops without an answer: {}", failure.getMessage());
    return Done.getInstance();
  }

  /** JavaCPP remarks on every library that was built with another version go to the log. */
  private static void muteNativeLibraries() {
    if (System.getProperty("org.bytedeco.javacpp.logger") == null) {
      System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    }
  }

  private static LoadedModel model(TrainerSettings settings) {
    try {
      return ModelBundles.read(settings.model());
    } catch (IOException | DecodeException e) {
      throw new TrainingException(
          "the trainer cannot read its model %s: %s; name another bundle"
              .formatted(settings.model(), e),
          e);
    }
  }

  private static void restore(FeedbackStore store, FeedbackFolder folder) throws IOException {
    for (ReviewedFrame frame : folder.load()) {
      store.add(frame).forEach(folder::delete);
    }
  }
}
