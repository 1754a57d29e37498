package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Batch;
import io.quantunet.trainer.loss.BitWidthPenalty;
import io.quantunet.trainer.loss.PriceSchedule;
import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.CosineSchedule;
import io.quantunet.trainer.run.recipe.LossPart;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.util.Optional;

/** The steps of an epoch. */
final class EpochTrainer implements AutoCloseable {

  private final Recipe recipe;
  private final Learner learner;
  private final Progress progress;
  private final Batches batches;
  private final Optional<Teacher> teacher;
  private final SegmentationLoss segmentation;
  private final BitWidthPenalty penalty;
  private final int steps;
  private final CosineSchedule rate;
  private final PriceSchedule price;

  EpochTrainer(Recipe recipe, Inputs inputs, Learner learner, Progress progress)
      throws IOException {
    this.recipe = recipe;
    this.learner = learner;
    this.progress = progress;
    this.teacher =
        inputs.teacher().isPresent()
            ? Optional.of(
                Teacher.read(
                    inputs.teacher().get(), recipe.distillation(), learner.net().settings()))
            : Optional.empty();
    this.batches = Batches.of(recipe, inputs);
    this.segmentation =
        recipe.loss().segmentation().times(teacher.map(Teacher::labelShare).orElse(1.0));
    LossPart loss = recipe.loss();
    this.penalty = new BitWidthPenalty(learner.net(), loss.form().on(learner.net()), loss.unit());
    this.steps = Math.max(1, inputs.data().train().size() / recipe.data().batch());
    this.rate = recipe.schedule().rate(steps);
    this.price = recipe.loss().price(steps);
  }

  /** Steps per epoch. */
  int steps() {
    return steps;
  }

  /** Factor on the learning rates in an epoch's last step. */
  double rateFactor(int epoch) {
    return rate.factor(lastStep(epoch));
  }

  /** Price of bits in an epoch's last step. */
  double lambda(int epoch) {
    return recipe.loss().lambda() * price.factor(lastStep(epoch));
  }

  /**
   * Trains one epoch.
   *
   * @param epoch from 0
   * @throws TrainingException if a loss or a gradient is not finite, or the thread is interrupted
   */
  EpochLosses train(int epoch) {
    EpochLosses sum = EpochLosses.NONE;
    for (int step = 0; step < steps; step++) {
      requireNotInterrupted(epoch, step);
      EpochLosses losses = step(epoch, step);
      sum = sum.plus(losses);
      progress.step(
          new Progress.Step(
              epoch + 1,
              recipe.schedule().epochs(),
              step + 1,
              steps,
              sum.over(step + 1).total(),
              learner.net().averageBits()));
    }
    return sum.over(steps);
  }

  @Override
  public void close() {
    teacher.ifPresent(Teacher::close);
  }

  private EpochLosses step(int epoch, int step) {
    Batch batch = batches.draw(epoch, step);
    UNet net = learner.netOn(batch.grid());
    net.putFrames(0, batch.codes());
    net.forward(true);
    SegmentationLoss.Value loss =
        segmentation.apply(
            net.logits(), batch.masks(), batches.labelledImages(), net.logitGradient());
    double distillation = teacher.map(t -> t.addTo(batch, net)).orElse(0.0);
    requireFinite(loss.total() + distillation, epoch, step, net);
    net.backward();
    long global = (long) epoch * steps + step;
    double bits =
        net.settings().isQuantized()
            ? penalty.addTo(recipe.loss().lambda() * price.factor(global))
            : 0;
    try {
      learner.step(rate.factor(global));
    } catch (ArithmeticException e) {
      throw failure(epoch, step, net, e.getMessage());
    }
    return new EpochLosses(loss.crossEntropy(), loss.dice(), distillation, bits);
  }

  private long lastStep(int epoch) {
    return (long) epoch * steps + steps - 1;
  }

  private static void requireNotInterrupted(int epoch, int step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException(
          "epoch %d, step %d: the training was interrupted".formatted(epoch + 1, step + 1));
    }
  }

  private static void requireFinite(double loss, int epoch, int step, UNet net) {
    if (!Double.isFinite(loss)) {
      throw failure(epoch, step, net, "the loss is " + loss);
    }
  }

  private static TrainingException failure(int epoch, int step, UNet net, String what) {
    return new TrainingException(
        ("epoch %d, step %d: %s; the first layer that is not finite is %s. Lower the learning rate;"
                + " the checkpoint of the last good epoch, if there was one, is intact.")
            .formatted(epoch + 1, step + 1, what, net.firstNotFinite().orElse("none as yet")));
  }
}
