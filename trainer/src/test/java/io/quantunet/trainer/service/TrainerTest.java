package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.TrainerStatus;
import io.quantunet.proto.TrainerStatus.State;
import io.quantunet.testsupport.ActorKit;
import io.quantunet.trainer.run.TrainingException;
import io.quantunet.trainer.service.Retraining.Offspring;
import io.quantunet.trainer.service.Retraining.Task;
import io.quantunet.trainer.service.TrainerSettings.FeedbackSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The trainer")
class TrainerTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final LoadedModel PARENT = TinyModels.loaded(1, 1, "parent");
  private static final LoadedModel CHILD = TinyModels.loaded(1, 2, "child");
  private static final LoadedModel OTHER = TinyModels.loaded(1, 3, "other");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final TestProbe<TrainerStatus> statuses = KIT.testKit().createTestProbe();
  private final TestProbe<RolloutCommand> rollouts = KIT.testKit().createTestProbe();
  private final TestProbe<Task> tasks = KIT.testKit().createTestProbe();
  private final TestProbe<Done> answers = KIT.testKit().createTestProbe();
  private final FeedbackStore store =
      new FeedbackStore(new FeedbackSettings(100, 1 << 20, Optional.empty()));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile Optional<String> progress = Optional.empty();
  private ActorRef<Trainer.Command> trainer;

  /** What the fake training does next. */
  private interface Result {
    Offspring get() throws Exception;
  }

  @BeforeEach
  void start() {
    Trainer.Tools tools =
        new Trainer.Tools(
            store, this::train, outbox(), new TrainerMetrics(registry), () -> NOON, 2, 8);
    trainer = KIT.testKit().spawn(Trainer.create(PARENT, tools));
    assertThat(statuses.receiveMessage().getState()).isEqualTo(State.STATE_IDLE);
  }

  @Test
  @DisplayName("goes through TRAINING to PUBLISHED and rolls the new model out")
  void publishes() {
    collect(10);

    retrain("r1", 0);

    assertThat(nextStatus()).isEqualTo("STATE_TRAINING r1 parent");
    Task task = tasks.receiveMessage();
    assertThat(task.parent()).isEqualTo(PARENT);
    assertThat(task.epochs()).isEqualTo(2);
    assertThat(task.feedback()).hasSize(10);
    succeed();
    assertThat(rollouts.receiveMessage().getBundle().toStringUtf8()).isEqualTo("child");
    assertThat(nextStatus()).isEqualTo("STATE_PUBLISHED r1 child");
    assertThat(requests("published")).isEqualTo(1);
  }

  @Test
  @DisplayName("tells how far the training is")
  void tellsProgress() {
    collect(10);
    progress = Optional.of("epoch 1/2");

    retrain("r1", 0);

    assertThat(statuses.receiveMessage().getDetail()).startsWith("training on");
    assertThat(statuses.receiveMessage().getDetail()).isEqualTo("epoch 1/2");
  }

  @Test
  @DisplayName("starts the next training from the model that it published")
  void goesOnFromItsOwn() {
    publishOnce("r1");

    retrain("r2", 5);

    assertThat(tasks.receiveMessage().parent()).isEqualTo(CHILD);
  }

  @Test
  @DisplayName("starts from the model that someone else rolled out")
  void followsRollouts() {
    collect(10);

    trainer.tell(new Trainer.Adopt(OTHER));
    retrain("r1", 5);

    Task task = tasks.receiveMessage();
    assertThat(task.parent()).isEqualTo(OTHER);
    assertThat(task.epochs()).isEqualTo(5);
  }

  @Test
  @DisplayName("ends as FAILED with the reason when the training throws, and goes on")
  void failsAndGoesOn() {
    collect(10);
    retrain("r1", 0);
    nextStatus();
    tasks.receiveMessage();

    results.add(
        () -> {
          throw new TrainingException("the loss is NaN");
        });

    TrainerStatus failed = statuses.receiveMessage();
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getDetail()).isEqualTo("the loss is NaN");
    assertThat(failed.getModelId()).isEqualTo("parent");
    publishOnce("r2");
  }

  @Test
  @DisplayName("survives an error of native memory")
  void survivesOutOfMemory() {
    collect(10);
    retrain("r1", 0);
    nextStatus();

    results.add(
        () -> {
          throw new OutOfMemoryError("Physical memory usage is too high");
        });

    assertThat(statuses.receiveMessage().getDetail())
        .contains("OutOfMemoryError: Physical memory usage is too high");
  }

  @Test
  @DisplayName("ends as FAILED when the broker refuses the model, and keeps its parent")
  void failsWhenTheModelIsRefused() {
    collect(10);
    refusal = Optional.of("packet too large");
    retrain("r1", 0);
    nextStatus();

    succeed();

    TrainerStatus failed = statuses.receiveMessage();
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getDetail()).contains("packet too large");
    assertThat(failed.getModelId()).isEqualTo("parent");
  }

  @Test
  @DisplayName("does not train on too little feedback and says how much is needed")
  void needsFeedback() {
    collect(7);

    retrain("r1", 0);

    TrainerStatus failed = statuses.receiveMessage();
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getDetail())
        .isEqualTo("too little feedback: 7 frames with a true mask, at least 8 are needed");
    tasks.expectNoMessage();
  }

  @Test
  @DisplayName("refuses a number of epochs that would never end")
  void boundsEpochs() {
    collect(10);

    retrain("r1", -1); // 4,294,967,295 on the wire

    assertThat(statuses.receiveMessage().getDetail())
        .isEqualTo("4294967295 epochs; at most " + Trainer.MAX_EPOCHS);
  }

  @Test
  @DisplayName("drops a command during a training and says so, without disturbing the training")
  void dropsWhileBusy() {
    collect(10);
    retrain("r1", 0);
    nextStatus();
    tasks.receiveMessage();

    retrain("r2", 0);

    TrainerStatus busy = statuses.receiveMessage();
    assertThat(busy.getState()).isEqualTo(State.STATE_TRAINING);
    assertThat(busy.getRequestId()).isEqualTo("r1");
    assertThat(busy.getDetail()).startsWith("request r2 is dropped: request r1 is being trained");
    succeed();
    assertThat(nextStatus()).isEqualTo("STATE_PUBLISHED r1 child");
    tasks.expectNoMessage();
    assertThat(requests("busy")).isEqualTo(1);
  }

  @Test
  @DisplayName("trains once for a command that is delivered twice")
  void ignoresDuplicates() {
    publishOnce("r1");

    retrain("r1", 0);

    statuses.expectNoMessage();
    tasks.expectNoMessage();
    assertThat(requests("duplicate")).isEqualTo(1);
  }

  @Test
  @DisplayName("tells a changed number of frames after a while")
  void tellsTheNumberOfFrames() {
    collect(3);

    ManualTime.get(KIT.system()).timePasses(Trainer.COUNT_EVERY);

    TrainerStatus status = statuses.receiveMessage();
    assertThat(status.getState()).isEqualTo(State.STATE_IDLE);
    assertThat(status.getFeedbackFrames()).isEqualTo(3);
  }

  @Test
  @DisplayName("stops at once when it is idle")
  void stopsWhenIdle() {
    trainer.tell(new Trainer.Stop(answers.ref()));

    answers.expectMessage(Done.getInstance());
    answers.expectTerminated(trainer);
  }

  @Test
  @DisplayName("interrupts a training when it is stopped, says so, and takes no more commands")
  void abandonsATraining() {
    collect(10);
    retrain("r1", 0);
    nextStatus();
    tasks.receiveMessage(); // it waits for a result that never comes

    trainer.tell(new Trainer.Stop(answers.ref()));

    TrainerStatus failed = statuses.receiveMessage();
    assertThat(failed.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(failed.getDetail()).isEqualTo("abandoned: the trainer was stopped");
    answers.expectMessage(Done.getInstance());
    answers.expectTerminated(trainer);
  }

  private void publishOnce(String request) {
    collect(10);
    retrain(request, 0);
    assertThat(nextStatus()).startsWith("STATE_TRAINING " + request);
    tasks.receiveMessage();
    succeed();
    rollouts.receiveMessage();
    assertThat(nextStatus()).isEqualTo("STATE_PUBLISHED " + request + " child");
  }

  private void collect(int frames) {
    LongStream.rangeClosed(1, frames).forEach(i -> store.add(Reviews.frame(i)));
  }

  private void retrain(String request, int epochs) {
    RetrainCommand command =
        RetrainCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRequestId(request)
            .setEpochs(epochs)
            .build();
    trainer.tell(new Trainer.Retrain(command, answers.ref()));
    answers.expectMessage(Done.getInstance());
  }

  private void succeed() {
    results.add(() -> new Offspring(CHILD, ByteString.copyFromUtf8("child"), "better"));
  }

  private String nextStatus() {
    TrainerStatus status = statuses.receiveMessage();
    return "%s %s %s".formatted(status.getState(), status.getRequestId(), status.getModelId());
  }

  private double requests(String outcome) {
    return registry.get("quantunet.trainer.requests").tag("outcome", outcome).counter().count();
  }

  private Offspring train(Task task, Consumer<String> listener) throws Exception {
    tasks.ref().tell(task);
    progress.ifPresent(listener);
    return results.take().get();
  }

  private Outbox outbox() {
    return new Outbox() {
      @Override
      public void publish(TrainerStatus status) {
        statuses.ref().tell(status);
      }

      @Override
      public void publish(RolloutCommand rollout, Consumer<Optional<String>> ended) {
        rollouts.ref().tell(rollout);
        ended.accept(refusal);
      }
    };
  }
}
