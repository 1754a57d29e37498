package io.quantunet.trainer.service;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.TrainerStatus.State;
import io.quantunet.trainer.service.Retraining.Offspring;
import io.quantunet.trainer.service.Retraining.Task;
import io.quantunet.trainer.service.TrainerMetrics.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a retrain command, one training at a time, and says what it is doing.
 *
 * <p>Trainings run on one thread of the actor's own: never one of Akka's, and always the same,
 * since OpenMP keeps its number of threads (one) per thread. It starts with the first training and
 * does not keep the JVM alive.
 */
final class Trainer extends AbstractBehavior<Trainer.Command> {

  /** More passes than this over a few frames only learn them by heart. */
  static final int MAX_EPOCHS = 200;

  /** How often a changed number of frames is told. */
  static final Duration COUNT_EVERY = Duration.ofSeconds(2);

  /** How long a stop waits for a training to give up; a step takes about a second. */
  static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Trainer.class);

  /** What the trainer can be asked, or be told. */
  sealed interface Command {}

  /** Asks for a new model; answered once it is decided what becomes of it. */
  record Retrain(RetrainCommand command, ActorRef<Done> taken) implements Command {}

  /** The edges run this model from now on: the next training starts from it. */
  record Adopt(LoadedModel model) implements Command {}

  /** Abandons what is under way; answered when it has ended. Commands are not taken any more. */
  record Stop(ActorRef<Done> stopped) implements Command {}

  /** The connection was lost and is back: the last will may stand in the status's place. */
  record Reconnected() implements Command {}

  private record Progressed(String text) implements Command {}

  private record TrainingSucceeded(Offspring offspring) implements Command {}

  private record TrainingFailed(Throwable cause) implements Command {}

  private record RolloutEnded(Optional<String> refusal) implements Command {}

  private record CountFrames() implements Command {}

  private record WaitedLongEnough() implements Command {}

  /**
   * What the actor works with.
   *
   * @param epochs where a command does not say
   * @param minFrames to train on
   */
  record Tools(
      FeedbackStore feedback,
      Retraining retraining,
      Outbox outbox,
      TrainerMetrics metrics,
      InstantSource clock,
      int epochs,
      int minFrames) {}

  /** A training under way; {@code offspring} is there while it is being rolled out. */
  private record Job(Task task, Instant started, Optional<Offspring> offspring) {}

  private final Tools tools;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Trainer::thread);
  private final SeenRequests seen = new SeenRequests();
  private final TimerScheduler<Command> timers;
  private final StatusBoard board;
  private LoadedModel model;
  private Optional<Job> job = Optional.empty();
  private Optional<ActorRef<Done>> stopAsked = Optional.empty();

  /**
   * @param model to start from
   */
  static Behavior<Command> create(LoadedModel model, Tools tools) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Trainer(context, timers, model, tools)));
  }

  private Trainer(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LoadedModel model,
      Tools tools) {
    super(context);
    this.timers = timers;
    this.model = model;
    this.tools = tools;
    this.board = new StatusBoard(tools.feedback(), tools.outbox(), tools.clock());
    timers.startTimerWithFixedDelay(new CountFrames(), COUNT_EVERY);
    board.announce(State.STATE_IDLE, "", "waits for feedback and a retrain command", id(model));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Retrain.class, this::onRetrain)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Reconnected.class, this::onReconnected)
        .onMessage(Progressed.class, this::onProgressed)
        .onMessage(TrainingSucceeded.class, this::onTrainingSucceeded)
        .onMessage(TrainingFailed.class, this::onTrainingFailed)
        .onMessage(RolloutEnded.class, this::onRolloutEnded)
        .onMessage(CountFrames.class, this::onCountFrames)
        .onMessage(WaitedLongEnough.class, this::onWaitedLongEnough)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onRetrain(Retrain retrain) {
    if (stopAsked.isPresent()) {
      return this; // unanswered, so unacknowledged: the broker keeps it for the next run
    }
    String request = retrain.command().getRequestId();
    if (!seen.add(request)) {
      tools.metrics().ended(Outcome.DUPLICATE);
      log.info("trainer: request {} came again and is ignored", request);
    } else if (job.isPresent()) {
      drop(request, job.get().task().requestId());
    } else {
      consider(request, Integer.toUnsignedLong(retrain.command().getEpochs()));
    }
    retrain.taken().tell(Done.getInstance());
    return this;
  }

  private void drop(String request, String running) {
    tools.metrics().ended(Outcome.BUSY);
    String detail =
        "request %s is dropped: request %s is being trained; ask again when that has ended"
            .formatted(request, running);
    log.warn("trainer: {}", detail);
    board.announce(State.STATE_TRAINING, running, detail, id(model));
  }

  private void consider(String request, long asked) {
    long epochs = asked == 0 ? tools.epochs() : asked;
    List<ReviewedFrame> frames = tools.feedback().all();
    if (epochs > MAX_EPOCHS) {
      refuse(request, "%d epochs; at most %d".formatted(epochs, MAX_EPOCHS));
    } else if (frames.size() < tools.minFrames()) {
      refuse(
          request,
          "too little feedback: %d frames with a true mask, at least %d are needed"
              .formatted(frames.size(), tools.minFrames()));
    } else {
      train(new Task(request, model, frames, (int) epochs));
    }
  }

  private void refuse(String request, String reason) {
    tools.metrics().ended(Outcome.REFUSED);
    log.warn("trainer: request {} is refused: {}", request, reason);
    board.announce(State.STATE_FAILED, request, reason, id(model));
  }

  private void train(Task task) {
    job = Optional.of(new Job(task, tools.clock().instant(), Optional.empty()));
    long heldOut = task.feedback().stream().filter(ReviewedFrame::isHeldOut).count();
    String detail =
        "training on %d frames of feedback, %d more held out, %d epochs, from %s"
            .formatted(task.feedback().size() - heldOut, heldOut, task.epochs(), id(task.parent()));
    log.info("trainer: request {}: {}", task.requestId(), detail);
    board.announce(State.STATE_TRAINING, task.requestId(), detail, id(model));
    ActorRef<Command> self = getContext().getSelf();
    Retraining retraining = tools.retraining();
    thread.execute(() -> self.tell(outcome(retraining, task, self)));
  }

  /** On the training's thread. */
  private static Command outcome(Retraining retraining, Task task, ActorRef<Command> self) {
    try {
      return new TrainingSucceeded(retraining.train(task, text -> self.tell(new Progressed(text))));
    } catch (Throwable e) { // also native memory that has run out, or a library that is missing
      return new TrainingFailed(e);
    }
  }

  private Behavior<Command> onProgressed(Progressed progressed) {
    if (job.isPresent() && stopAsked.isEmpty()) {
      String request = job.get().task().requestId();
      log.info("trainer: request {}: {}", request, progressed.text());
      board.announce(State.STATE_TRAINING, request, progressed.text(), id(model));
    }
    return this;
  }

  private Behavior<Command> onTrainingSucceeded(TrainingSucceeded succeeded) {
    if (stopAsked.isPresent()) {
      return abandon();
    }
    Job trained = job.orElseThrow();
    Offspring offspring = succeeded.offspring();
    job = Optional.of(new Job(trained.task(), trained.started(), Optional.of(offspring)));
    tools.metrics().trained(Duration.between(trained.started(), tools.clock().instant()));
    RolloutCommand rollout =
        RolloutCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRolloutId("rollout-" + id(offspring.model()))
            .setTimeUs(board.nowUs())
            .setBundle(offspring.bundle())
            .build();
    ActorRef<Command> self = getContext().getSelf();
    tools.outbox().publish(rollout, refusal -> self.tell(new RolloutEnded(refusal)));
    return this;
  }

  private Behavior<Command> onRolloutEnded(RolloutEnded ended) {
    Job published = job.orElseThrow();
    Offspring offspring = published.offspring().orElseThrow();
    if (ended.refusal().isPresent()) {
      fail(
          "model %s was not published: %s".formatted(id(offspring.model()), ended.refusal().get()));
    } else {
      job = Optional.empty();
      model = offspring.model();
      tools.metrics().ended(Outcome.PUBLISHED);
      String request = published.task().requestId();
      String detail = "%s is rolled out; %s".formatted(id(offspring.model()), offspring.summary());
      log.info("trainer: request {}: {}", request, detail);
      board.announce(State.STATE_PUBLISHED, request, detail, id(offspring.model()));
    }
    return stopAsked.isPresent() ? stopped() : this;
  }

  private Behavior<Command> onTrainingFailed(TrainingFailed failed) {
    if (stopAsked.isPresent()) {
      return abandon();
    }
    log.debug("trainer: training failed", failed.cause());
    fail(reason(failed.cause()));
    return this;
  }

  private void fail(String reason) {
    String request = job.orElseThrow().task().requestId();
    job = Optional.empty();
    tools.metrics().ended(Outcome.FAILED);
    log.error("trainer: request {} failed: {}", request, reason);
    board.announce(State.STATE_FAILED, request, reason, id(model));
  }

  private Behavior<Command> onAdopt(Adopt adopt) {
    if (!adopt.model().sha256Hex().equals(model.sha256Hex())) {
      log.info("trainer: {} is rolled out; the next training starts from it", id(adopt.model()));
      model = adopt.model();
    }
    return this;
  }

  private Behavior<Command> onReconnected(Reconnected reconnected) {
    board.repeat();
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    stopAsked = Optional.of(stop.stopped());
    if (job.isEmpty()) {
      return stopped();
    }
    thread.shutdownNow(); // interrupts; a training that has not begun yet never will
    timers.startSingleTimer(new WaitedLongEnough(), STOP_GRACE);
    return this;
  }

  private Behavior<Command> onWaitedLongEnough(WaitedLongEnough waited) {
    return abandon();
  }

  private Behavior<Command> abandon() {
    fail("abandoned: the trainer was stopped");
    return stopped();
  }

  private Behavior<Command> stopped() {
    stopAsked.orElseThrow().tell(Done.getInstance());
    return Behaviors.stopped();
  }

  private Behavior<Command> onCountFrames(CountFrames count) {
    board.recount();
    return this;
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    thread.shutdownNow();
    return this;
  }

  private static String reason(Throwable cause) {
    boolean forPeople =
        cause.getMessage() != null && cause.getClass().getName().startsWith("io.quantunet.");
    return forPeople ? cause.getMessage() : "the training ended with " + cause;
  }

  private static String id(LoadedModel model) {
    return model.manifest().modelId();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "trainer");
    thread.setDaemon(true);
    return thread;
  }
}
