package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.UNetLayout;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.experiment.Evaluation;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run's end and its log")
class ScheduleRunTest {

  private static final String FROZEN =
      "optimizer { rate-weights = 0, rate-bit-widths = 0, rate-thresholds = 0 }";

  @TempDir static Path temporary;
  private static DataSet data;

  @BeforeAll
  static void makeData() {
    data = TinyRun.load(TinyRun.images(temporary.resolve("discs")));
  }

  @Test
  void keepsTheLastEpochIfTheRecipeSaysSo() throws Exception {
    String folded = "schedule.normalized-share = 0";
    Path best = run("best", TinyRun.recipe(4, FROZEN, folded), line -> {});
    Path last = run("last", TinyRun.recipe(4, FROZEN, folded, "schedule.keep = last"), line -> {});

    assertThat(provenance(best)).as("nothing is learned").contains("epoch 1 of 4");
    assertThat(provenance(last)).contains("epoch 4 of 4");
  }

  @Test
  void endsEarlyWhenPatienceIsOverAndStaysEnded() throws Exception {
    Recipe recipe =
        TinyRun.recipe(9, FROZEN, "schedule { normalized-share = 0, early-stopping-patience = 2 }");
    List<String> said = new ArrayList<>();

    Path model = run("patience", recipe, said::add);

    assertThat(said).contains("no better score in 2 epochs: ends after epoch 3");
    assertThat(provenance(model)).contains("epoch 1 of 9");
    byte[] before = Files.readAllBytes(model);
    List<String> saidAgain = new ArrayList<>();
    TrainingRun.run(
        TrainingSettings.of(temporary.resolve("patience"), recipe, true),
        data,
        TinyRun.CLOCK,
        saidAgain::add);
    assertThat(saidAgain).contains("no better score in 2 epochs: ends after epoch 3");
    assertThat(model).hasBinaryContent(before);
  }

  @Test
  void shipsTheAveragedNetAndTrainsTheRawOne() throws Exception {
    String noise = "optimizer.rate-weights = 2e-2, schedule.keep = last";
    Path raw = run("raw", TinyRun.recipe(4, noise), line -> {});
    Path averaged = run("averaged", TinyRun.recipe(4, noise, "averaging.decay = 0.9"), line -> {});

    assertThat(column(averaged, "loss"))
        .as("the average is looked at, never trained")
        .isEqualTo(column(raw, "loss"));
    assertThat(layers(averaged)).isNotEqualTo(layers(raw));
    assertThat(ModelBundles.read(averaged).manifest().metrics().get("val_dice_lesion_mean"))
        .as("the engine confirms what was judged")
        .isCloseTo(diceLesion(averaged), within(1e-12));
  }

  @Test
  void logsEveryLossEveryMeanOfTheBitsAndEveryLayersWidth() throws Exception {
    Path model = run("log", TinyRun.recipe(2, "loss.lambda-schedule = linear"), line -> {});

    List<String> header = header(model);
    assertThat(header)
        .contains("cross_entropy", "dice_loss", "distillation_loss", "bit_loss", "lambda")
        .contains("learning_rate", "learned_bits", "learned_bits_by_parameter")
        .contains("average_bits", "average_bits_by_mac", "val_dice_lesion_mean", "seconds");
    for (UNetLayout.Slot slot : UNetLayout.slots(4)) {
      assertThat(header).contains("bits_" + slot.name());
    }
    assertThat(column(model, "lambda")).containsExactly("0.0250", "0.0750");
    double sum =
        number(model, "cross_entropy") + number(model, "dice_loss") + number(model, "bit_loss");
    assertThat(number(model, "loss")).isCloseTo(sum, within(2e-4));
  }

  @Test
  void logsAccuracyBesideThatOfPredictingNothingOverAllFolders() throws Exception {
    Path second = TinyRun.images(temporary.resolve("second"));
    DataSet both = TinyRun.load(temporary.resolve("discs"), second);
    long background =
        both.validation().stream()
            .mapToLong(sample -> pixels(sample) - sample.mask().count())
            .sum();
    long pixels = both.validation().stream().mapToLong(ScheduleRunTest::pixels).sum();

    Path model =
        TrainingRun.run(
            TrainingSettings.of(temporary.resolve("folders"), TinyRun.recipe(2), false),
            both,
            TinyRun.CLOCK,
            line -> {});

    assertThat(header(model))
        .containsSubsequence(
            "val_pixel_accuracy", "val_all_background_accuracy", "val_false_positive_rate");
    assertThat(header(model).indexOf("val_false_positive_rate"))
        .isEqualTo(header(model).indexOf("val_pixel_accuracy") + 2);
    assertThat(column(model, "val_all_background_accuracy"))
        .containsOnly(String.format(Locale.ROOT, "%.4f", (double) background / pixels));
    assertThat(column(model, "val_false_positive_rate"))
        .allSatisfy(cell -> assertThat(cell).isIn("0.0000", "0.5000", "1.0000"));
    assertThat(ModelBundles.read(model).manifest().metrics().get("val_all_background_accuracy"))
        .isEqualTo((double) background / pixels);
  }

  @Test
  void logsNoFalsePositivesWhereEveryImageHasALesion() throws Exception {
    DataSet lesions =
        new DataSet(data.train(), data.validation().stream().filter(Sample::hasLesion).toList());

    Path model =
        TrainingRun.run(
            TrainingSettings.of(temporary.resolve("lesions"), TinyRun.recipe(1), false),
            lesions,
            TinyRun.CLOCK,
            line -> {});

    assertThat(column(model, "val_false_positive_rate")).containsExactly("NaN");
    assertThat(ModelBundles.read(model).manifest().metrics())
        .containsKey("val_all_background_accuracy")
        .doesNotContainKey("val_false_positive_rate");
  }

  private static long pixels(Sample sample) {
    return sample.codes().length;
  }

  @Test
  void leavesItsWholeRecipe() throws Exception {
    Recipe recipe = TinyRun.recipe(1, "loss.lambda = 0.125");
    Path model = run("recipe", recipe, line -> {});

    Recipe written = Recipe.reference().with(Files.readString(model.resolveSibling("recipe.conf")));

    assertThat(written).isEqualTo(recipe);
    assertThat(provenance(model)).contains("recipe sha256 " + recipe.digest().substring(0, 16));
  }

  private static Path run(String name, Recipe recipe, Progress progress) throws IOException {
    return TrainingRun.run(
        TrainingSettings.of(temporary.resolve(name), recipe, false), data, TinyRun.CLOCK, progress);
  }

  private static String provenance(Path model) throws Exception {
    return ModelBundles.read(model).manifest().provenance();
  }

  private static List<Integer> layers(Path model) throws Exception {
    LoadedModel loaded = ModelBundles.read(model);
    return loaded.model().layers().stream().map(layer -> Arrays.hashCode(layer.weights())).toList();
  }

  private static double diceLesion(Path model) throws Exception {
    return Evaluation.run(
            ModelBundles.read(model),
            temporary.resolve("discs"),
            Optional.of(Split.VAL),
            EngineKind.REFERENCE)
        .scores()
        .diceLesionMean();
  }

  private static double number(Path model, String name) throws IOException {
    return Double.parseDouble(column(model, name).get(0));
  }

  private static List<String> header(Path model) throws IOException {
    return List.of(lines(model).get(0).split(",", -1));
  }

  private static List<String> column(Path model, String name) throws IOException {
    int index = header(model).indexOf(name);
    return lines(model).stream().skip(1).map(line -> line.split(",", -1)[index]).toList();
  }

  private static List<String> lines(Path model) throws IOException {
    return Files.readAllLines(model.resolveSibling("training-log.csv"));
  }
}
