package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.SupportedPrecision;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A resumed run")
class ResumeTest {

  @TempDir static Path temporary;
  private static DataSet data;

  @BeforeAll
  static void makeData() {
    data = TinyRun.load(TinyRun.images(temporary.resolve("discs")));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void endsAsIfItHadNeverStopped(Precision precision) throws Exception {
    SupportedPrecision.require(precision);

    assertResumesExactly(
        precision.label(), TinyRun.recipe(6, "net.precision = " + precision.label()));
  }

  /** Folded after one epoch, so that the checkpoint of the second holds an average. */
  @Test
  void endsAsIfItHadNeverStoppedWithEverythingSwitchedOn() throws Exception {
    Recipe recipe =
        TinyRun.recipe(
            6,
            "schedule { warm-up-epochs = 1, normalized-share = 0.17, early-stopping-patience = 9 }",
            "averaging.decay = 0.9",
            "loss { bit-width-form = macs, lambda-schedule = cosine, lambda-epochs = 4 }");

    assertResumesExactly("everything", recipe);
  }

  @Test
  void endsAsIfItHadNeverStoppedWithATeacherAndImagesWithoutMasks() throws Exception {
    Path teacher =
        run(settings("teacher", TinyRun.recipe(2, "net.weights = float"), false), line -> {});
    Recipe recipe =
        TinyRun.recipe(
            6,
            "distillation { teacher = \"%s\", unlabelled = [\"%s\"] }"
                .formatted(teacher, TinyRun.cine(temporary.resolve("cine"), 0)));

    assertResumesExactly("distilled", recipe);
  }

  @Test
  void refusesToBeginAnewWhereARunIs() throws Exception {
    Path model = run(settings("begun", TinyRun.recipe(1), false), line -> {});
    byte[] bundle = Files.readAllBytes(model);
    List<String> log = Files.readAllLines(log(model));

    assertThatThrownBy(() -> run(settings("begun", TinyRun.recipe(2), false), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("begun holds a run already (checkpoint.bin)")
        .hasMessageContaining("--resume goes on with it")
        .hasMessageContaining("give another --out, or delete that folder");

    assertThat(model).hasBinaryContent(bundle);
    assertThat(Files.readAllLines(log(model))).isEqualTo(log);
  }

  @Test
  void refusesALogThatAnotherVersionBeganAndWritesNothing() throws Exception {
    Recipe recipe = TinyRun.recipe(3);
    TinyRun.stopInEpoch(2, progress -> run(settings("older", recipe, false), progress));
    Path recipeFile = temporary.resolve("older/recipe.conf");
    String older =
        Files.readString(log(recipeFile)).replace(",val_false_positive_rate,", ",val_fpr,");
    Files.writeString(log(recipeFile), older);
    Files.delete(recipeFile);

    assertThatThrownBy(() -> run(settings("older", recipe, true), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("training-log.csv was begun by another version")
        .hasMessageContaining("finish the run with the version that began it")
        .hasMessageContaining("start anew with another --out");

    assertThat(log(recipeFile)).hasContent(older);
    assertThat(recipeFile).doesNotExist();
  }

  @Test
  void leavesAFinishedRunAsItIs() throws Exception {
    Recipe recipe = TinyRun.recipe(1);
    Path model = run(settings("finished", recipe, false), line -> {});
    byte[] bundle = Files.readAllBytes(model);
    Files.writeString(log(model), "columns of another version\n1\n");

    assertThat(run(settings("finished", recipe, true), line -> {})).isEqualTo(model);

    assertThat(model).hasBinaryContent(bundle);
    assertThat(log(model)).hasContent("columns of another version\n1\n");
  }

  @Test
  void refusesAnotherRecipeAndNamesEveryDifference() throws Exception {
    run(settings("other", TinyRun.recipe(1), false), line -> {});
    Recipe changed = TinyRun.recipe(2, "loss.lambda = 0.5");

    assertThatThrownBy(() -> run(settings("other", changed, true), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.bin belongs to a run with another recipe")
        .hasMessageContaining("loss.lambda was 0.25, now 0.5; schedule.epochs was 1, now 2");
  }

  @Test
  void refusesAnotherPrecision() throws Exception {
    SupportedPrecision.require(Precision.BFLOAT16);
    run(settings("exact", TinyRun.recipe(1), false), line -> {});
    Recipe rounded = TinyRun.recipe(1, "net.precision = bfloat16");

    assertThatThrownBy(() -> run(settings("exact", rounded, true), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("net.precision was \"float32\", now \"bfloat16\"");
  }

  @Test
  void refusesOtherImages() throws Exception {
    run(settings("images", TinyRun.recipe(1), false), line -> {});
    DataSet fewer = new DataSet(data.train().subList(1, 8), data.validation());

    assertThatThrownBy(
            () ->
                TrainingRun.run(
                    settings("images", TinyRun.recipe(1), true), fewer, TinyRun.CLOCK, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to a run on other images");
  }

  @ParameterizedTest(name = "at {0} of its length")
  @ValueSource(doubles = {0.001, 0.5, 0.999})
  void refusesACheckpointWithOneFlippedBit(double where) throws Exception {
    TrainingSettings settings = settings("flipped" + where, TinyRun.recipe(1), false);
    Path file = run(settings, line -> {}).resolveSibling("checkpoint.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bytes.length * where)] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> run(settings("flipped" + where, TinyRun.recipe(1), true), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.bin");
  }

  @Test
  void refusesACheckpointThatEndsTooEarly() throws Exception {
    TrainingSettings settings = settings("short", TinyRun.recipe(1), false);
    Path file = run(settings, line -> {}).resolveSibling("checkpoint.bin");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> run(settings("short", TinyRun.recipe(1), true), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.bin is damaged, it ends too early; delete it to start");
  }

  @Test
  void startsFromScratchWhereThereIsNoCheckpoint() throws Exception {
    List<String> said = new ArrayList<>();

    run(settings("none", TinyRun.recipe(1), true), said::add);

    assertThat(said).isNotEmpty().noneMatch(line -> line.startsWith("resumed"));
  }

  private static void assertResumesExactly(String name, Recipe recipe) throws Exception {
    Path straight = run(settings(name + "-straight", recipe, false), line -> {});
    TinyRun.stopInEpoch(3, progress -> run(settings(name + "-stopped", recipe, false), progress));
    List<String> said = new ArrayList<>();

    Path resumed = run(settings(name + "-stopped", recipe, true), said::add);

    assertThat(said).contains("resumed after epoch 2");
    assertThat(resumed).hasSameBinaryContentAs(straight);
    assertThat(resumed.resolveSibling("checkpoint.bin"))
        .hasSameBinaryContentAs(straight.resolveSibling("checkpoint.bin"));
    assertThat(withoutSeconds(resumed)).isEqualTo(withoutSeconds(straight));
  }

  private static TrainingSettings settings(String name, Recipe recipe, boolean resume) {
    return TrainingSettings.of(temporary.resolve(name), recipe, resume);
  }

  private static Path run(TrainingSettings settings, Progress progress) throws IOException {
    return TrainingRun.run(settings, data, TinyRun.CLOCK, progress);
  }

  private static Path log(Path beside) {
    return beside.resolveSibling("training-log.csv");
  }

  private static List<String> withoutSeconds(Path bundle) throws IOException {
    List<String> lines = Files.readAllLines(log(bundle));
    int seconds = List.of(lines.get(0).split(",", -1)).indexOf("seconds");
    Pattern cell = Pattern.compile("^((?:[^,]*,){" + seconds + "})[^,]*");
    return lines.stream().map(line -> cell.matcher(line).replaceFirst("$1")).toList();
  }
}
