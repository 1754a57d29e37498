package io.quantunet.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.experiment.IntegerSegmenter;
import io.quantunet.trainer.experiment.TinyExperiments;
import io.quantunet.trainer.report.ImageScore;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A comparison")
class ComparisonTest {

  private static final GridSize GRID = GridSize.square(TinyExperiments.GRID);
  private static final MethodSet METHODS = MethodSet.of("methods", List.of(0.05, 1.0));
  private static final int TRAININGS = 5;
  private static final int STEPS_PER_TRAINING = 4;

  @TempDir static Path temporary;
  private static Partition images;
  private static Recorder recorder;
  private static ComparisonTable table;

  @BeforeAll
  static void compareAllMethods() throws Exception {
    images = TinyExperiments.images(temporary.resolve("discs"));
    recorder = Recorder.untilTheEnd();
    table = run("all", List.of(), recorder);
  }

  @Test
  void hasARowPerMethodInItsOrder() {
    assertThat(table.rows())
        .extracting(row -> row.method().key())
        .containsExactly(
            "float", "ptq-8", "ptq-6", "ptq-4", "fixed-4-6", "ternary", "ours-0.05", "ours-1");
  }

  @Test
  void scoresWhatTheReferenceEngineFinds() throws Exception {
    for (String key : List.of("fixed-4-6", "ternary", "ours-0.05", "ours-1")) {
      QuantizedModel model =
          ModelBundles.read(temporary.resolve("all").resolve(key).resolve("model.qun")).model();

      List<ImageScore> reference =
          new IntegerSegmenter(model, GRID, EngineKind.REFERENCE)
              .score(images.validation())
              .perImage();

      assertThat(result(key).scores().perImage()).as(key).isEqualTo(reference);
      assertThat(result(key).cost().orElseThrow().bitsByLayer())
          .as(key)
          .isCloseTo(model.averageBits(), within(1e-12));
    }
  }

  @Test
  void givesThePostTrainedNetsTheWidthsOfTheirNames() {
    for (int bits : new int[] {8, 6, 4}) {
      assertThat(result("ptq-" + bits).cost().orElseThrow().bitsByMac()).isEqualTo(bits);
    }
    assertThat(result("ptq-4").cost().orElseThrow().bitOperations())
        .isLessThan(result("ptq-6").cost().orElseThrow().bitOperations());
  }

  @Test
  void trainsNothingForPostTrainingQuantization() {
    assertThat(recorder.steps()).isEqualTo(TRAININGS * STEPS_PER_TRAINING);
  }

  @Test
  void givesFloatsNoBits() {
    assertThat(result("float").cost()).isEmpty();
    assertThat(json().get("float").has("average_bits")).isFalse();
    assertThat(table.markdown().lines().skip(2).findFirst().orElseThrow())
        .contains("Float U-Net", "| - | - | - | - | - |", "bytes in float32");
  }

  @Test
  void holdsEveryOtherRowAgainstTheFloats() {
    assertThat(json().get("float").get("against")).isEmpty();
    for (ComparedMethod row : table.rows().subList(1, table.rows().size())) {
      assertThat(row.against().get("float").difference())
          .as(row.method().key())
          .isCloseTo(
              row.result().scores().diceLesionMean() - result("float").scores().diceLesionMean(),
              within(1e-12));
    }
    assertThat(table.markdown().lines().findFirst().orElseThrow())
        .contains("| Points against float |")
        .doesNotContain("Points against ours");
  }

  @Test
  void tellsWhichEpochWasKept() {
    assertThat(json().get("ternary").get("epoch_kept").asInt()).isEqualTo(2);
    assertThat(table.markdown()).contains("epoch 2 of 2");
  }

  @Test
  void saysWhatAllMethodsHaveInCommon() {
    assertThat(table.protocol())
        .contains("split 'leak-free': 8 images to train on, 5 to validate", "epochs 2", "seed 1");
  }

  @Test
  void writesAPageACsvMarkdownAndJson() throws Exception {
    Path out = temporary.resolve("written");

    table.write(out, Provenance.ofCommand("./quantunet compare").with("Seed", "1"));

    assertThat(out.resolve("methods.html"))
        .content()
        .contains("QuantU-Net (ours), lambda 0.05", "./quantunet compare", "<svg");
    assertThat(Files.readAllLines(out.resolve("methods.csv"))).hasSize(1 + table.rows().size());
    assertThat(out.resolve("methods.md")).content().contains("| Ternary weights |");
    assertThat(out.resolve("methods.json"))
        .content()
        .contains("\"dice_lesion_mean_low\"", "\"command\" : \"./quantunet compare\"");
  }

  @Test
  void isNotTrainedTwice() throws Exception {
    Recorder again = Recorder.untilTheEnd();

    ComparisonTable second = run("all", List.of(), again);

    assertThat(again.steps()).isZero();
    assertThat(second.markdown()).isEqualTo(table.markdown());
  }

  @Test
  void goesOnWhereItWasStopped() throws Exception {
    assertThatThrownBy(
            () -> run("stopped", List.of(), Recorder.failingAfter(STEPS_PER_TRAINING + 3)))
        .hasMessage("power failure");
    Recorder rest = Recorder.untilTheEnd();

    ComparisonTable resumed = run("stopped", List.of(), rest);

    // The float net was finished, the next one had its first epoch of two behind it.
    assertThat(rest.lines()).contains("resumed after epoch 1");
    assertThat(rest.steps()).isEqualTo((TRAININGS - 1) * STEPS_PER_TRAINING - 2);
    assertThat(resumed.markdown()).isEqualTo(table.markdown());
  }

  @Test
  void ofSomeMethodsHoldsWhatElseIsFinished() throws Exception {
    run("some", List.of("ternary"), Recorder.untilTheEnd());
    ComparisonTable some = run("some", List.of("float"), Recorder.untilTheEnd());

    // Once there is a float net, it costs no training to make integers of it.
    assertThat(some.rows())
        .extracting(row -> row.method().key())
        .containsExactly("float", "ptq-8", "ptq-6", "ptq-4", "ternary");
  }

  @Test
  void saysWhichMethodsThereAreWhenAnUnknownOneIsNamed() {
    assertThatThrownBy(() -> run("unknown", List.of("float", "binary"), Recorder.untilTheEnd()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no method of the set 'methods' is called 'binary'; there are float, ptq-8, ptq-6,"
                + " ptq-4, fixed-4-6, ternary, ours-0.05, ours-1");
    assertThat(temporary.resolve("unknown")).doesNotExist();
  }

  @Test
  void refusesAFolderOfAnotherBudget() {
    Workbench longer =
        new Workbench(
            budget().with("schedule.epochs = 3"),
            images,
            temporary.resolve("all"),
            Recorder.untilTheEnd());

    assertThatThrownBy(() -> Comparison.run(METHODS, List.of("ternary"), longer, grown -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another recipe (schedule.epochs was 2, now 3)");
  }

  private static Recipe budget() {
    return Budget.of(2, TinyExperiments.GRID, 2, 1, "float32").with("data.batch = 4");
  }

  private static ComparisonTable run(String folder, List<String> keys, Recorder progress)
      throws IOException {
    Workbench bench = new Workbench(budget(), images, temporary.resolve(folder), progress);
    return Comparison.run(METHODS, keys, bench, grown -> {});
  }

  private static MethodResult result(String key) {
    return table.rows().stream()
        .filter(row -> row.method().key().equals(key))
        .findFirst()
        .orElseThrow()
        .result();
  }

  private static Map<String, JsonNode> json() {
    Map<String, JsonNode> methods = new HashMap<>();
    table
        .toJson(Provenance.ofCommand("./quantunet compare"))
        .get("methods")
        .forEach(row -> methods.put(row.get("key").asText(), row));
    return methods;
  }
}
