package io.quantunet.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.data.augmentation.Dose;
import io.quantunet.trainer.data.augmentation.Ingredient;
import io.quantunet.trainer.experiment.TinyExperiments;
import io.quantunet.trainer.run.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A set of methods")
class MethodSetTest {

  private static final MethodSet ABLATIONS = MethodSet.of("ablations", MethodSet.LAMBDAS);

  @TempDir static Path temporary;
  private static Partition images;

  @BeforeAll
  static void drawImages() {
    images = TinyExperiments.images(temporary.resolve("discs"));
  }

  @Test
  void saysWhichSetsThereAreWhenAnUnknownOneIsNamed() {
    assertThatThrownBy(() -> MethodSet.of("everything", MethodSet.LAMBDAS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no set of methods is called 'everything'; there are methods, ablations and augmentation");
  }

  @Test
  void hasNoTwoMethodsWithOneFolder() {
    assertThat(ABLATIONS.methods()).extracting(Method::key).doesNotHaveDuplicates();
    assertThat(MethodSet.of("methods", List.of(0.25, 0.25)).methods())
        .extracting(Method::key)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ablations", "augmentation"})
  void changesOnlyWhatAnAblationIsNamedFor(String name) {
    Workbench bench = bench(Recorder.untilTheEnd());
    Recipe ours = new LearnedMethod(0.25).recipe(bench);
    List<Method> methods = MethodSet.of(name, MethodSet.LAMBDAS).methods();

    for (Method method : methods.subList(2, methods.size())) {
      AblationMethod ablation = (AblationMethod) method;

      List<String> differences = ablation.recipe(bench).differencesFrom(ours.text());

      List<String> keys = ablation.changes().entrySet().stream().map(Map.Entry::getKey).toList();
      assertThat(differences).as(ablation.key()).hasSameSizeAs(keys);
      for (String key : keys) {
        assertThat(differences).anySatisfy(difference -> assertThat(difference).startsWith(key));
      }
    }
  }

  @Test
  void takesEveryIngredientOfTheRobustAugmentationAwayOnce() {
    Workbench bench = bench(Recorder.untilTheEnd());

    List<Ingredient> taken =
        MethodSet.of("augmentation", MethodSet.LAMBDAS).methods().stream()
            .flatMap(method -> method instanceof AblationMethod row ? Stream.of(row) : Stream.of())
            .map(row -> row.recipe(bench).data().augmentation())
            .flatMap(
                settings ->
                    Stream.of(Ingredient.values())
                        .filter(ingredient -> settings.dose(ingredient).equals(Dose.OFF)))
            .toList();

    assertThat(taken).containsExactlyInAnyOrder(Ingredient.values());
  }

  @Test
  void trainsTheTeacherOfADistilledNetFirst() throws Exception {
    Recorder recorder = Recorder.untilTheEnd();

    ComparisonTable table =
        Comparison.run(ABLATIONS, List.of("ours-distilled"), bench(recorder), grown -> {});

    assertThat(recorder.lines().get(0)).startsWith("Float U-Net: ");
    assertThat(table.rows())
        .extracting(row -> row.method().key())
        .contains("ours-distilled")
        .doesNotContain("ours-0.25");
  }

  private static Workbench bench(Recorder recorder) {
    Recipe budget = Budget.of(2, TinyExperiments.GRID, 1, 1, "float32").with("data.batch = 4");
    return new Workbench(budget, images, temporary.resolve("runs"), recorder);
  }
}
