package io.quantunet.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.experiment.TinyExperiments;
import io.quantunet.trainer.run.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        .hasMessage("no set of methods is called 'everything'; there are methods and ablations");
  }

  @Test
  void hasNoTwoMethodsWithOneFolder() {
    assertThat(ABLATIONS.methods()).extracting(Method::key).doesNotHaveDuplicates();
    assertThat(MethodSet.of("methods", List.of(0.25, 0.25)).methods())
        .extracting(Method::key)
        .doesNotHaveDuplicates();
  }

  @Test
  void changesOnlyWhatAnAblationIsNamedFor() {
    Workbench bench = bench(Recorder.untilTheEnd());
    Recipe ours = new LearnedMethod(0.25).recipe(bench);

    for (Method method : ABLATIONS.methods().subList(2, ABLATIONS.methods().size())) {
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
