package io.quantunet.trainer.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.Ingredient;
import io.quantunet.trainer.loss.BitWidthForm;
import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.optimizer.Adam;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("A recipe")
class RecipeTest {

  @TempDir Path folder;

  @Test
  void isByDefaultThatOfTheReferenceRun() {
    Recipe recipe = Recipe.reference();

    assertThat(recipe.net().width()).isEqualTo(16);
    assertThat(recipe.net().weights()).isEqualTo(new WeightScheme.LearnedWidth(4.3));
    assertThat(recipe.net().activations()).isEqualTo(ActivationScheme.FixedWidth.of(6));
    assertThat(recipe.optimizer().rates()).isEqualTo(Adam.Rates.DEFAULT);
    assertThat(recipe.loss().segmentation()).isEqualTo(SegmentationLoss.DEFAULT);
    assertThat(recipe.loss().form()).isEqualTo(BitWidthForm.LAYERS);
    assertThat(recipe.schedule().epochs()).isEqualTo(40);
    assertThat(recipe.schedule().normalizedEpochs()).isEqualTo(28);
    assertThat(recipe.averaging().average()).isEmpty();
    assertThat(recipe.distillation().teacher()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("io.quantunet.trainer.run.recipe.Recipes#NAMES")
  void isUsableIfItIsBuiltIn(String name) {
    assertThat(Recipes.find(name).net().settings(1)).isNotNull();
  }

  @Test
  void makesActivationsFloatsWhereWeightsAre() {
    NetPart net = Recipe.reference().with("net.weights = float").net();

    assertThat(net.isQuantized()).isFalse();
    assertThat(net.activations()).isEqualTo(new ActivationScheme.FullPrecision());
  }

  @Test
  void leavesIngredientsOfTheAugmentationOut() {
    AugmentationSettings settings =
        Recipe.reference()
            .with("data { augmentation = robust, augmentation-without = [flip, time-gain] }")
            .data()
            .augmentation();

    assertThat(settings)
        .isEqualTo(
            AugmentationSettings.ROBUST.without(Ingredient.FLIP).without(Ingredient.TIME_GAIN));
  }

  @Test
  void knowsEveryScheme() {
    Recipe recipe = Recipe.reference();

    assertThat(recipe.with("net.weights = ternary").net().weights())
        .isEqualTo(new WeightScheme.Ternary());
    assertThat(recipe.with("net { weights = fixed, weight-bits = 4 }").net().weights())
        .isEqualTo(WeightScheme.FixedWidth.of(4));
    assertThat(recipe.with("net { weights = step-and-range }").net().weights())
        .isEqualTo(new WeightScheme.StepAndRange(4.3));
    assertThat(recipe.with("net { activations = learned }").net().activations())
        .isEqualTo(new ActivationScheme.LearnedWidth(6));
  }

  @Test
  void holdsThePapersFiguresUnderThePapersName() {
    Recipe paper = Recipes.find("paper-w64");

    assertThat(paper.net().width()).isEqualTo(64);
    assertThat(paper.net().weights()).isEqualTo(new WeightScheme.LearnedWidth(4));
    assertThat(paper.schedule().normalizedEpochs()).isZero();
    assertThat(paper.loss().lambda()).isEqualTo(0.25);
  }

  @Test
  void takesAFilesKeysAndLeavesTheOthers() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"), "net { width = 8 }\nloss.bit-width-form = macs\n");

    Recipe recipe = Recipes.find(file.toString());

    assertThat(recipe.net().width()).isEqualTo(8);
    assertThat(recipe.loss().form()).isEqualTo(BitWidthForm.MACS);
    assertThat(recipe.schedule().epochs()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({
    "net.widht = 8, net.widht, net.width",
    "width = 8, width, net.width",
    "schedule.epoch = 8, schedule.epoch, schedule.epochs",
    "optimizer.rate-bits = 8, optimizer.rate-bits, optimizer.rate-weights",
    "loss.lamda = 1, loss.lamda, loss.lambda",
    "net.width.pixels = 1, net.width, ''"
  })
  void namesAnUnknownKeyAndTheNearestKnownOne(String text, String key, String nearest) {
    assertThatThrownBy(() -> Recipe.reference().with(text))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(
            nearest.isEmpty() ? "must be a number" : "the nearest known one is '" + nearest + "'");
  }

  @Test
  void namesFileAndLineOfAnUnknownKey() throws Exception {
    Path file = Files.writeString(folder.resolve("typo.conf"), "seed = 2\nnet.widht = 8\n");

    assertThatThrownBy(() -> Recipes.find(file.toString()))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("typo.conf: 2: unknown key 'net.widht'");
  }

  @ParameterizedTest
  @CsvSource({
    "net.width = wide, net.width must be a number",
    "net.width = 0, width and batch must be positive",
    "net.grid-width = 100, 100",
    "net.weights = ternaryish, 'net.weights cannot be ''ternaryish'''",
    "data.augmentation = wild, no augmentation preset is called 'wild'",
    "data.augmentation-without = [flop], no augmentation is called 'flop'",
    "data.class-weighting = fair, no class weighting is called 'fair'",
    "net.weights = fixed, 'net.weight-bits must be whole where it is fixed, was 4.3'",
    "net.weight-bits = 9, 9",
    "net.activations = float, 'net.activations cannot be ''float''; choose fixed or learned'",
    "net.precision = half, precision 'half' is unknown",
    "schedule.epochs = 0, 'schedule.epochs must be at least 1, was 0'",
    "schedule.warm-up-epochs = 40, schedule.warm-up-epochs must be below schedule.epochs (40)",
    "schedule.keep = worst, 'schedule.keep cannot be ''worst''; choose best, last'",
    "data.grids = [100x96], multiples of 16",
    "data.grids = [96], '''96'' is no grid; write e.g. 160x128'",
    "'data.grids = [96x96, 96x96]', must be named once each",
    "averaging.decay = 1, averaging.decay must be 0 or more and below 1",
    "loss.lambda = -1, 'loss.lambda must be at least 0, was -1'",
    "optimizer.clip-norm = 0, 'the largest norm of the gradient must be positive, was 0.0'",
    "distillation.unlabelled = [cine], 'without distillation.teacher'",
    "'data.batch = 1, distillation { teacher = t, unlabelled = [cine] }', at least 2",
    "net {, is no HOCON"
  })
  void refusesAValueThatCannotBe(String text, String complaint) {
    assertThatThrownBy(() -> Recipe.reference().with(text).optimizer().adam())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint.replace("''", "'"));
  }

  @ParameterizedTest(name = "{0} of {1} images: {2}")
  @CsvSource({"0, 16, 0", "0.001, 16, 1", "0.25, 16, 4", "0.25, 2, 1", "0.99, 16, 15"})
  void takesOneImageWithoutAMaskAtLeastIfThereAreFolders(double share, int batch, int images) {
    DistillationPart part =
        Recipe.reference()
            .with("distillation { teacher = t, unlabelled = [cine] }")
            .with(Map.of("distillation.unlabelled-share", share))
            .distillation();

    assertThat(part.unlabelledImages(batch)).isEqualTo(images);
  }

  @Test
  void sharesNoBatchWithoutFolders() {
    assertThat(Recipe.reference().distillation().unlabelledImages(1)).isZero();
  }

  @Test
  void namesWhatIsBuiltInWhenThereIsNoSuchRecipe() {
    assertThatThrownBy(() -> Recipes.find("nowhere.conf"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("'nowhere.conf' is neither a recipe file nor built in")
        .hasMessageContaining("paper-w64");
  }

  @Test
  void readsBackWhatItWrites() {
    Recipe recipe =
        Recipe.reference().with(Map.of("data.folders", List.of("a b", "c\"d"), "seed", 7L));

    assertThat(Recipe.reference().with(recipe.text())).isEqualTo(recipe);
    assertThat(recipe.text().lines()).hasSameSizeAs(Recipe.reference().text().lines().toList());
  }

  @Test
  void hasOneDigestHoweverItsNumbersAreWritten() {
    Recipe recipe = Recipe.reference();

    assertThat(recipe.with("net.width = 16.0, optimizer.rate-weights = 0.001").digest())
        .isEqualTo(recipe.digest());
    assertThat(recipe.with("net.width = 8").digest()).isNotEqualTo(recipe.digest());
  }

  /** Recorded before data.grids came: a checkpoint from then is gone on from. */
  @Test
  void keepsItsDigestWhereAKeyThatCameLaterIsAtItsDefault() {
    assertThat(Recipe.reference().digest())
        .isEqualTo("2573d7bbf4e8618509f0291da3d6534de7a3a301ad7a336a6d1b6f4c36b5425d");
    assertThat(Recipes.find("paper-w64").digest())
        .isEqualTo("4eea228952d597444ee9843bf430e03442455bb0dbaec270d9c30e87501ebda5");
    assertThat(Recipe.reference().with("data.grids = [96x96]").digest())
        .isNotEqualTo(Recipe.reference().digest());
  }

  @Test
  void isNoDifferentFromATextThatDoesNotKnowAKeyYet() {
    String before =
        Recipe.reference()
            .text()
            .lines()
            .filter(line -> !line.startsWith("data.grids"))
            .collect(Collectors.joining("\n"));

    assertThat(Recipe.reference().differencesFrom(before)).isEmpty();
    assertThat(Recipe.reference().with("data.grids = [96x96]").differencesFrom(before))
        .containsExactly("data.grids was [], now [\"96x96\"]");
  }

  @Test
  void isTheSameWhereverTheImagesLie() {
    Recipe recipe = Recipe.reference();

    assertThat(recipe.with("data.folders = [elsewhere]").digest()).isEqualTo(recipe.digest());
  }

  @Test
  void tellsItsDifferencesFromAnother() {
    String before = Recipe.reference().with("loss.lambda = 0.5, data.folders = [x]").text();

    assertThat(Recipe.reference().differencesFrom(before))
        .containsExactly("loss.lambda was 0.5, now 0.25");
  }
}
