package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.BundleFile;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.ImageFolder;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.optimizer.Adam;
import io.quantunet.trainer.report.EvaluationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A training run")
class TrainingRunTest {

  private static final int GRID = 32;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  @TempDir static Path temporary;
  private static Path folder;
  private static DataSet data;

  @BeforeAll
  static void makeData() {
    ImageFolder images = new ImageFolder(temporary.resolve("discs"));
    images.split("class,name,split");
    for (int i = 0; i < 12; i++) {
      images.image("benign", "benign (" + i + ")", GRID, GRID, 5 + i % 3);
      images.split("benign,benign (%d).png,%s".formatted(i, i < 8 ? "train" : "val"));
    }
    images.image("normal", "normal (1)", GRID, GRID, 0);
    images.split("normal,normal (1).png,val");
    folder = images.path();
    data = DataSet.load(List.of(folder), GRID, GRID);
  }

  @Test
  void learnsATinySetAndShipsWhatItLearned() throws Exception {
    TrainingSettings settings = settings("learn", 30, new Adam.Rates(5e-3, 2e-2, 1e-2), false);

    Path bundle = TrainingRun.run(settings, data, CLOCK, line -> {});

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

  @ParameterizedTest
  @EnumSource(Precision.class)
  void resumesAsIfItHadNeverStopped(Precision precision) throws Exception {
    Assumptions.assumeTrue(precision.isSupported());
    TrainingSettings settings = settings("straight", 6, Adam.Rates.DEFAULT, false).in(precision);
    Path straight = TrainingRun.run(settings, data, CLOCK, line -> {});
    TrainingSettings stopped = settings("stopped", 6, Adam.Rates.DEFAULT, false).in(precision);
    stopAfterEpoch(3, stopped);

    List<String> said = new ArrayList<>();
    Path resumed = TrainingRun.run(stopped.resuming(true), data, CLOCK, said::add);

    assertThat(said).contains("resumed after epoch 2");
    assertThat(resumed).hasSameBinaryContentAs(straight);
    assertThat(resumed.resolveSibling("checkpoint.bin"))
        .hasSameBinaryContentAs(straight.resolveSibling("checkpoint.bin"));
    assertThat(withoutSeconds(resumed)).isEqualTo(withoutSeconds(straight));
  }

  @Test
  void refusesToResumeInAnotherPrecision() throws Exception {
    TrainingSettings settings = settings("exact", 1, Adam.Rates.DEFAULT, false);
    TrainingRun.run(settings, data, CLOCK, line -> {});

    TrainingSettings rounded = settings.in(Precision.BFLOAT16).resuming(true);

    Assumptions.assumeTrue(Precision.BFLOAT16.isSupported());
    assertThatThrownBy(() -> TrainingRun.run(rounded, data, CLOCK, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("float32, now")
        .hasMessageContaining("bfloat16");
  }

  @Test
  void refusesToResumeWithOtherSettings() throws Exception {
    TrainingRun.run(settings("other", 1, Adam.Rates.DEFAULT, false), data, CLOCK, line -> {});

    assertThatThrownBy(
            () ->
                TrainingRun.run(
                    settings("other", 2, Adam.Rates.DEFAULT, true), data, CLOCK, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to a run with other settings");
  }

  @Test
  void stopsAtANonFiniteLossAndNamesTheLayer() {
    TrainingSettings explosive = settings("nan", 3, new Adam.Rates(1e30, 0, 0), false);

    assertThatThrownBy(() -> TrainingRun.run(explosive, data, CLOCK, line -> {}))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the loss is NaN; the first layer that is not finite is ")
        .hasMessageContaining(".conv");
  }

  @Test
  void goesOnFromABundle() throws Exception {
    Path parent =
        TrainingRun.run(
            settings("parent", 8, new Adam.Rates(5e-3, 2e-2, 1e-2), false),
            data,
            CLOCK,
            line -> {});
    LoadedModel model = ModelBundles.read(parent);
    TrainingSettings fineTuning = TrainingSettings.fineTuning(model, temporary.resolve("child"), 1);

    LoadedModel child = ModelBundles.read(TrainingRun.run(fineTuning, data, CLOCK, line -> {}));

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
                        GoldenVectors.record(never, GoldenFrames.of(GRID, GRID)))),
                "never"));

    LoadedModel child =
        ModelBundles.read(
            TrainingRun.run(
                TrainingSettings.fineTuning(parent, temporary.resolve("never"), 1),
                data,
                CLOCK,
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
    TrainingRun.run(settings("fold", 4, Adam.Rates.DEFAULT, false), data, CLOCK, said::add);
    List<String> saidOfChild = new ArrayList<>();
    LoadedModel parent = ModelBundles.read(temporary.resolve("fold").resolve("model.qun"));

    TrainingRun.run(
        TrainingSettings.fineTuning(parent, temporary.resolve("folded"), 1),
        data,
        CLOCK,
        saidOfChild::add);

    assertThat(said).contains("batch normalization folded");
    assertThat(saidOfChild).doesNotContain("batch normalization folded");
  }

  private static LoadedModel trained(String name, DataSet on) throws Exception {
    return ModelBundles.read(
        TrainingRun.run(settings(name, 4, Adam.Rates.DEFAULT, false), on, CLOCK, line -> {}));
  }

  @Test
  void cannotBeEvaluatedOnAPartThatTheFolderDoesNotTell() throws Exception {
    Path bundle =
        TrainingRun.run(settings("parts", 1, Adam.Rates.DEFAULT, false), data, CLOCK, line -> {});
    ImageFolder unsplit =
        new ImageFolder(temporary.resolve("unsplit")).image("benign", "a", GRID, GRID, 5);
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

  private static TrainingSettings settings(
      String name, int epochs, Adam.Rates rates, boolean resume) {
    return new TrainingSettings(
        temporary.resolve(name),
        4,
        GRID,
        GRID,
        epochs,
        4,
        new BitWidth(6),
        0.25,
        rates,
        1,
        resume,
        Optional.empty(),
        Precision.FLOAT32);
  }

  /** Power fails while the epoch is being reported: its checkpoint is not written any more. */
  private static void stopAfterEpoch(int epoch, TrainingSettings settings) {
    assertThatThrownBy(
            () ->
                TrainingRun.run(
                    settings,
                    data,
                    CLOCK,
                    line -> {
                      if (line.startsWith("epoch " + epoch + "/")) {
                        throw new IllegalStateException("power failure");
                      }
                    }))
        .hasMessage("power failure");
  }

  private static List<String> withoutSeconds(Path bundle) throws IOException {
    return Files.readAllLines(bundle.resolveSibling("training-log.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }
}
