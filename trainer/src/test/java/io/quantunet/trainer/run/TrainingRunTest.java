package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.BundleFile;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.ImageFolder;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.experiment.Evaluation;
import io.quantunet.trainer.report.EvaluationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A training run")
class TrainingRunTest {

  private static final String FAST = "optimizer.rate-weights = 5e-3";

  @TempDir static Path temporary;
  private static Path folder;
  private static DataSet data;

  @BeforeAll
  static void makeData() {
    folder = TinyRun.images(temporary.resolve("discs"));
    data = TinyRun.load(folder);
  }

  @Test
  void learnsATinySetAndShipsWhatItLearned() throws Exception {
    TrainingSettings settings = settings("learn", 30, FAST);

    Path bundle = TrainingRun.run(settings, data, TinyRun.CLOCK, line -> {});

    LoadedModel model = ModelBundles.read(bundle);
    EvaluationReport report =
        Evaluation.run(model, folder, Optional.of(Split.VAL), EngineKind.REFERENCE);
    assertThat(report.scores().diceLesionMean()).isGreaterThan(0.8);
    assertThat(model.model().averageBits()).isLessThan(4.3);
    assertThat(model.manifest().metrics().get("val_dice_lesion_mean"))
        .as("the engine confirms what training saw")
        .isCloseTo(report.scores().diceLesionMean(), within(1e-12));
    assertThat(model.manifest().modelId()).isEqualTo("quantunet-w4-20261121-100000");
    assertThat(model.goldenVectors()).hasSize(3);
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model.model())) {
      assertThat(GoldenVectors.verify(engine, model.goldenVectors()))
          .isEqualTo(new GoldenVectors.Verdict.Reproduced(3));
    }
    assertReportIsComplete(report);
    assertThat(Files.readAllLines(settings.out().resolve("training-log.csv"))).hasSize(31);
  }

  private static void assertReportIsComplete(EvaluationReport report) {
    ObjectNode json = report.toJson();
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "dice_lesion_mean",
            "dice_all_mean",
            "pixel_accuracy",
            "all_background_accuracy",
            "false_positive_rate",
            "average_bits",
            "layer_bits",
            "images",
            "engine");
    assertThat(json.get("layer_bits")).hasSize(23);
    assertThat(json.get("layer_bits").get("encoder1.conv1").asInt()).isBetween(2, 8);
    assertThat(json.get("images").asInt()).isEqualTo(5);
    assertThat(json.get("engine").asText()).isEqualTo("reference");
  }

  @Test
  void goesOnFromABundle() throws Exception {
    Path parent = TrainingRun.run(settings("parent", 8, FAST), data, TinyRun.CLOCK, line -> {});
    LoadedModel model = ModelBundles.read(parent);
    TrainingSettings fineTuning = TrainingSettings.fineTuning(model, temporary.resolve("child"), 1);

    LoadedModel child =
        ModelBundles.read(TrainingRun.run(fineTuning, data, TinyRun.CLOCK, line -> {}));

    assertThat(child.model().averageBits()).isEqualTo(model.model().averageBits());
    assertThat(child.manifest().provenance())
        .endsWith("fine-tuned from " + model.manifest().modelId());
    assertThat(child.manifest().metrics().get("val_dice_lesion_mean"))
        .as("starts from what the parent knows")
        .isGreaterThan(model.manifest().metrics().get("val_dice_lesion_mean") - 0.1);
  }

  @Test
  void keepsAParentsThresholdWhenItValidatesAndWhenItExports() throws Exception {
    LoadedModel trained = trained("thresholdless", data);
    QuantizedModel never =
        new QuantizedModel(
            trained.model().width(), trained.model().layers(), Integer.MAX_VALUE / 2);
    LoadedModel parent =
        ModelBundles.read(
            BundleFile.decode(
                BundleFile.encode(
                    ModelBundles.write(
                        never,
                        trained.manifest(),
                        GoldenVectors.record(never, GoldenFrames.of(TinyRun.GRID, TinyRun.GRID)))),
                "never"));

    LoadedModel child =
        ModelBundles.read(
            TrainingRun.run(
                TrainingSettings.fineTuning(parent, temporary.resolve("never"), 1),
                data,
                TinyRun.CLOCK,
                line -> {}));

    assertThat(child.model().threshold()).isGreaterThan(1 << 20);
    assertThat(child.manifest().metrics().get("val_dice_lesion_mean")).isZero();
  }

  @Test
  void takesTheLastEpochWhereNoLesionCanJudge() throws Exception {
    DataSet blank =
        new DataSet(
            data.train(),
            data.validation().stream().filter(sample -> !sample.hasLesion()).toList());

    LoadedModel model = trained("blank", blank);

    assertThat(model.manifest().provenance()).contains("epoch 4 of 4");
    assertThat(model.manifest().metrics())
        .containsKey("val_dice_all_mean")
        .doesNotContainKey("val_dice_lesion_mean");
  }

  @Test
  void saysThatNormalizationIsFoldedOnlyWhenItIs() throws Exception {
    List<String> said = new ArrayList<>();
    TrainingRun.run(settings("fold", 4), data, TinyRun.CLOCK, said::add);
    List<String> saidOfChild = new ArrayList<>();
    LoadedModel parent = ModelBundles.read(temporary.resolve("fold").resolve("model.qun"));

    TrainingRun.run(
        TrainingSettings.fineTuning(parent, temporary.resolve("folded"), 1),
        data,
        TinyRun.CLOCK,
        saidOfChild::add);

    assertThat(said).contains("batch normalization folded");
    assertThat(saidOfChild).doesNotContain("batch normalization folded");
  }

  @Test
  void describesItsModelInTheSameDigitsEverywhere() throws Exception {
    Locale here = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      LoadedModel model = trained("digits", data);

      assertThat(model.manifest().modelId()).isEqualTo("quantunet-w4-20261121-100000");
      assertThat(model.manifest().provenance()).contains("of 4; width 4, grid 32x32");
    } finally {
      Locale.setDefault(here);
    }
  }

  private static LoadedModel trained(String name, DataSet on) throws Exception {
    return ModelBundles.read(TrainingRun.run(settings(name, 4), on, TinyRun.CLOCK, line -> {}));
  }

  @Test
  void cannotBeEvaluatedOnAPartThatTheFolderDoesNotTell() throws Exception {
    Path bundle = TrainingRun.run(settings("parts", 1), data, TinyRun.CLOCK, line -> {});
    ImageFolder unsplit =
        new ImageFolder(temporary.resolve("unsplit"))
            .image("benign", "a", TinyRun.GRID, TinyRun.GRID, 5);
    LoadedModel model = ModelBundles.read(bundle);

    assertThatThrownBy(
            () ->
                Evaluation.run(model, unsplit.path(), Optional.of(Split.VAL), EngineKind.REFERENCE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no split.csv, so there is no part 'val' of it");
    assertThat(
            Evaluation.run(model, unsplit.path(), Optional.empty(), EngineKind.REFERENCE)
                .scores()
                .images())
        .isEqualTo(1);
  }

  private static TrainingSettings settings(String name, int epochs, String... changes) {
    return TrainingSettings.of(temporary.resolve(name), TinyRun.recipe(epochs, changes), false);
  }
}
