package io.quantunet.trainer.run;

import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A process that is made to be killed: trains, and at a given step of a given epoch says so and
 * waits for a byte that nobody sends.
 */
final class KilledTraining {

  static final Recipe RECIPE =
      TinyRun.recipe(4, "averaging.decay = 0.9", "schedule { normalized-share = 0, keep = last }");
  static final String WAITING = "waiting";

  private KilledTraining() {}

  /** Folder of images, folder of the run, epoch (0: never waits). */
  public static void main(String[] arguments) throws IOException {
    DataSet data = TinyRun.load(Path.of(arguments[0]));
    TrainingSettings settings = TrainingSettings.of(Path.of(arguments[1]), RECIPE, true);
    int epoch = Integer.parseInt(arguments[2]);
    TrainingRun.run(
        settings,
        data,
        TinyRun.CLOCK,
        new Progress() {
          @Override
          public void line(String text) {
            System.out.println(text);
          }

          @Override
          public void step(Step step) {
            if (step.epoch() == epoch && step.step() == 1) {
              System.out.println(WAITING);
              waitForever();
            }
          }
        });
  }

  private static void waitForever() {
    try {
      if (System.in.read() < 0) {
        throw new IOException("the test is gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
