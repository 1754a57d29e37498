package io.quantunet.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.report.ImageScore;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An experiment")
class ExperimentTest {

  @TempDir static Path temporary;
  private static Partition images;

  @BeforeAll
  static void drawImages() {
    images = TinyExperiments.images(temporary.resolve("discs"));
  }

  @Test
  void scoresItsIntegerModelAsTheLastLineOfItsLogDoes() throws Exception {
    ExperimentResult result =
        experiment("integer", TinyExperiments.recipe(3).with("schedule.keep = last"))
            .run(line -> {});

    double[] logged = result.history().column("val_dice_all_mean").orElseThrow();
    assertThat(result.net()).isInstanceOf(IntegerSegmenter.class);
    assertThat(result.validation().images()).isEqualTo(5);
    assertThat(result.validation().all().dice().value()).isCloseTo(logged[2], within4Decimals());
    assertThat(result.cost()).isPresent();
    assertThat(result.keptEpoch()).hasValue(3);
  }

  @Test
  void scoresAFloatNetAsTheLastLineOfItsLogDoes() throws Exception {
    Recipe floats = TinyExperiments.recipe(3).with("net.weights = float, schedule.keep = last");

    ExperimentResult result = experiment("float", floats).run(line -> {});

    double[] logged = result.history().column("val_dice_all_mean").orElseThrow();
    assertThat(result.net()).isInstanceOf(FloatSegmenter.class);
    assertThat(result.validation().all().dice().value()).isCloseTo(logged[2], within4Decimals());
    assertThat(result.cost()).isEmpty();
  }

  @Test
  void namesTheFoldedEpochWithTheHighestScore() throws Exception {
    ExperimentResult result = experiment("best", TinyExperiments.recipe(6)).run(line -> {});

    double[] logged = result.history().column("val_dice_lesion_mean").orElseThrow();
    int kept = result.keptEpoch().orElseThrow();
    assertThat(kept).isGreaterThan(4);
    assertThat(result.validation().diceLesionMean()).isCloseTo(logged[kept - 1], within4Decimals());
  }

  @Test
  void isNotTrainedTwice() throws Exception {
    Experiment experiment = experiment("twice", TinyExperiments.recipe(2));
    List<Progress.Step> steps = new ArrayList<>();
    List<ImageScore> first = experiment.run(watch(steps)).validation().perImage();
    assertThat(steps).isNotEmpty();
    steps.clear();

    List<ImageScore> second = experiment.run(watch(steps)).validation().perImage();

    assertThat(steps).isEmpty();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void goesOnWhereItWasStopped() throws Exception {
    Recipe recipe = TinyExperiments.recipe(3);
    List<ImageScore> whole = experiment("whole", recipe).run(line -> {}).validation().perImage();
    Experiment stopped = experiment("stopped", recipe);
    assertThatThrownBy(() -> stopped.run(powerFailureInEpoch(3))).hasMessage("power failure");
    assertThat(stopped.isFinished()).isFalse();
    List<Progress.Step> steps = new ArrayList<>();

    ExperimentResult resumed = stopped.run(watch(steps));

    assertThat(steps).extracting(Progress.Step::epoch).containsOnly(3);
    assertThat(resumed.validation().perImage()).isEqualTo(whole);
  }

  @Test
  void isFinishedOnceAllItsEpochsAreDoneByThisRecipe() throws Exception {
    Experiment experiment = experiment("finished", TinyExperiments.recipe(1));
    assertThat(experiment.isFinished()).isFalse();

    experiment.run(line -> {});

    assertThat(experiment.isFinished()).isTrue();
    assertThat(experiment("finished", TinyExperiments.recipe(1).with("seed = 2")).isFinished())
        .isFalse();
  }

  @Test
  void refusesAFolderOfAnotherRecipe() throws Exception {
    experiment("taken", TinyExperiments.recipe(1)).run(line -> {});

    assertThatThrownBy(
            () -> experiment("taken", TinyExperiments.recipe(1).with("seed = 2")).run(line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another recipe (seed was 1, now 2)");
  }

  @Test
  void saysThatAModelIsDamaged() throws Exception {
    Experiment experiment = experiment("damaged", TinyExperiments.recipe(1));
    experiment.run(line -> {});
    Files.write(temporary.resolve("damaged/model.qun"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> experiment.run(line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.qun is damaged")
        .hasMessageContaining("train again");
  }

  private static Experiment experiment(String folder, Recipe recipe) {
    return new Experiment(folder, recipe, images, temporary.resolve(folder));
  }

  private static Offset<Double> within4Decimals() {
    return Offset.offset(0.5e-4);
  }

  private static Progress watch(List<Progress.Step> steps) {
    return new Progress() {
      @Override
      public void line(String text) {}

      @Override
      public void step(Step step) {
        steps.add(step);
      }
    };
  }

  private static Progress powerFailureInEpoch(int epoch) {
    return new Progress() {
      @Override
      public void line(String text) {}

      @Override
      public void step(Step step) {
        if (step.epoch() == epoch) {
          throw new IllegalStateException("power failure");
        }
      }
    };
  }
}
