package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.data.Stretch;
import io.quantunet.trainer.report.SegmentationScores;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run on batches of two sizes")
class MixedSizeRunTest {

  private static final GridSize LARGE = GridSize.square(48);
  private static final String MIXED = "data.grids = [32x32, 2 of 48x48]";

  @TempDir static Path temporary;
  private static Path folder;

  @BeforeAll
  static void makeData() {
    folder = TinyRun.images(temporary.resolve("discs"));
  }

  @Test
  void endsInAModelThatRunsOnBoth() throws Exception {
    Recipe recipe = TinyRun.recipe(30, MIXED, "optimizer.rate-weights = 5e-3");

    LoadedModel model = ModelBundles.read(run("both", recipe, false, line -> {}));

    assertThat(model.manifest().gridWidth()).isEqualTo(TinyRun.GRID);
    assertThat(model.manifest().provenance()).contains("batches of 32x32 and 2 of 48x48");
    assertThat(dice(model, GridSize.square(TinyRun.GRID))).isGreaterThan(0.75);
    assertThat(dice(model, LARGE)).isGreaterThan(0.75);
  }

  @Test
  void isAnotherRunThanOneOfASingleSize() throws Exception {
    Path mixed = run("mixed", TinyRun.recipe(1, MIXED), false, line -> {});
    Path single = run("single", TinyRun.recipe(1), false, line -> {});

    assertThat(ModelBundles.read(mixed).model()).isNotEqualTo(ModelBundles.read(single).model());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "averaging.decay = 0.9"})
  void resumesToTheSameBits(String change) throws Exception {
    Recipe recipe = TinyRun.recipe(6, MIXED, change);
    String name = "resumed-" + change.length();
    Path straight = run(name + "-straight", recipe, false, line -> {});
    TinyRun.stopInEpoch(3, progress -> run(name, recipe, false, progress));
    List<String> said = new ArrayList<>();

    Path resumed = run(name, recipe, true, said::add);

    assertThat(said).contains("resumed after epoch 2");
    assertThat(resumed).hasSameBinaryContentAs(straight);
    assertThat(resumed.resolveSibling("checkpoint.bin"))
        .hasSameBinaryContentAs(straight.resolveSibling("checkpoint.bin"));
  }

  @Test
  void isTaughtByAFloatNetOnEveryGrid() throws Exception {
    Path teacher = run("teacher", TinyRun.recipe(2, "net.weights = float"), false, line -> {});
    Recipe recipe =
        TinyRun.recipe(
            1,
            MIXED,
            "distillation { teacher = \"%s\", unlabelled = [\"%s\"] }".formatted(teacher, folder));

    assertThat(ModelBundles.read(run("taught", recipe, false, line -> {})).model().layers())
        .hasSize(23);
  }

  @Test
  void cannotGoOnFromARunOfASingleSize() throws Exception {
    run("changed", TinyRun.recipe(1), false, line -> {});

    assertThatThrownBy(() -> run("changed", TinyRun.recipe(1, MIXED), true, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("data.grids was [], now [\"32x32\", \"2 of 48x48\"]");
  }

  @Test
  void needsItsImagesOnEveryGrid() {
    TrainingSettings settings =
        TrainingSettings.of(temporary.resolve("lacking"), TinyRun.recipe(1, MIXED), false);
    DataSet single = TinyRun.load(folder);

    assertThatThrownBy(() -> TrainingRun.run(settings, single, TinyRun.CLOCK, line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not loaded on the grid 48 x 48, only on 32 x 32");
  }

  private static Path run(String name, Recipe recipe, boolean resume, Progress progress)
      throws IOException {
    DataSet data = TinyRun.load(folder).alsoOn(recipe.data().grids(), Stretch.of(List.of(folder)));
    return TrainingRun.run(
        TrainingSettings.of(temporary.resolve(name), recipe, resume),
        data,
        TinyRun.CLOCK,
        progress);
  }

  private static double dice(LoadedModel model, GridSize grid) {
    SegmentationScores scores = new SegmentationScores();
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model.model())) {
      for (Sample sample : DataFolder.load(folder, grid.width(), grid.height(), Split.VAL)) {
        scores.add(engine.infer(sample.codes(), grid.width(), grid.height()).mask(), sample.mask());
      }
    }
    return scores.diceLesionMean();
  }
}
