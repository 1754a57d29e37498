package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.ModelBundles;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.UNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run with a teacher")
class DistillationRunTest {

  @TempDir static Path temporary;
  private static DataSet data;
  private static Path teacher;

  @BeforeAll
  static void trainTeacher() throws Exception {
    data = TinyRun.load(TinyRun.images(temporary.resolve("discs")));
    teacher = run("teacher", 12, "net.weights = float, optimizer.rate-weights = 5e-3");
  }

  @Test
  void getsItsTeacherFromARunInFloats() throws Exception {
    assertThat(teacher).hasFileName("model.float");
    try (UNet net = FloatNet.read(teacher, 2, Precision.FLOAT32)) {
      assertThat(net.settings().isQuantized()).isFalse();
      assertThat(net.isFolded()).isTrue();
      assertThat(net.settings().batch()).isEqualTo(2);
      Validation validation = Validation.of(net, data.validation());
      assertThat(validation.all().diceLesionMean()).isGreaterThan(0.8);
    }
  }

  @Test
  void learnsFromTheTeacherAloneAsWell() throws Exception {
    Path model =
        run(
            "student",
            40,
            teaching("weight = 1, temperature = 1"),
            "optimizer.rate-weights = 5e-3");

    assertThat(ModelBundles.read(model).manifest().metrics().get("val_dice_lesion_mean"))
        .isGreaterThan(0.7);
    assertThat(column(model, "cross_entropy")).containsOnly("0.0000");
    assertThat(column(model, "distillation_loss")).doesNotContain("0.0000");
  }

  /** Nothing is learned and nothing normalized over a batch, so that images do not mix. */
  @Test
  void hearsTheTeacherOnImagesWithoutMasksAndNoLabel() throws Exception {
    Path dark = runBesideFrames("dark", 0);
    Path bright = runBesideFrames("bright", 120);

    assertThat(column(bright, "distillation_loss")).isNotEqualTo(column(dark, "distillation_loss"));
    assertThat(column(bright, "cross_entropy")).isEqualTo(column(dark, "cross_entropy"));
    assertThat(column(bright, "dice_loss")).isEqualTo(column(dark, "dice_loss"));
  }

  private static Path runBesideFrames(String name, int darkest) throws IOException {
    Path cine = TinyRun.cine(temporary.resolve(name + "-cine"), darkest);
    return run(
        name,
        1,
        teaching("unlabelled = [\"%s\"], unlabelled-share = 0.5".formatted(cine)),
        "optimizer { rate-weights = 0, rate-bit-widths = 0, rate-thresholds = 0 }",
        "schedule.normalized-share = 0");
  }

  @Test
  void resumesOnlyWithTheSameTeacher() throws Exception {
    run("same", 1, teaching("weight = 0.5"));
    Path other = run("other", 1, "net.weights = float, seed = 9");

    assertThatThrownBy(
            () ->
                TrainingRun.run(
                    TrainingSettings.of(
                        temporary.resolve("same"),
                        TinyRun.recipe(1, teaching(other, "weight = 0.5")),
                        true),
                    data,
                    TinyRun.CLOCK,
                    line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("with another teacher");
  }

  @Test
  void refusesATeacherForAnotherGrid() throws Exception {
    assertThatThrownBy(() -> run("grid", 1, teaching("weight = 0.5"), "net.grid-width = 48"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sees 32x32 pixels, this recipe's net 48x32");
  }

  @Test
  void refusesATeacherThatIsNone() throws Exception {
    Path bundle = run("quantized", 1);

    assertThatThrownBy(() -> run("none", 1, teaching(bundle, "weight = 0.5")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.qun is no whole float net");
  }

  @Test
  void refusesADamagedTeacher() throws Exception {
    byte[] bytes = Files.readAllBytes(teacher);
    Path cut = Files.write(temporary.resolve("cut.float"), Arrays.copyOf(bytes, bytes.length - 9));
    bytes[bytes.length / 2] ^= 1;
    Path flipped = Files.write(temporary.resolve("flipped.float"), bytes);

    assertThatThrownBy(() -> FloatNet.read(cut, 1, Precision.FLOAT32))
        .hasMessageContaining("cut.float is no whole float net");
    assertThatThrownBy(() -> FloatNet.read(flipped, 1, Precision.FLOAT32))
        .hasMessageContaining("flipped.float is damaged");
  }

  @Test
  void refusesAFolderWithoutImages() throws Exception {
    Path empty = Files.createDirectories(temporary.resolve("empty"));

    assertThatThrownBy(
            () -> run("empty-run", 1, teaching("unlabelled = [\"%s\"]".formatted(empty))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty holds no images; distillation.unlabelled wants");
  }

  private static String teaching(String rest) {
    return teaching(teacher, rest);
  }

  private static String teaching(Path file, String rest) {
    return "distillation { teacher = \"%s\", %s }".formatted(file, rest);
  }

  private static List<String> column(Path model, String name) throws IOException {
    List<String> lines = Files.readAllLines(model.resolveSibling("training-log.csv"));
    int index = List.of(lines.get(0).split(",", -1)).indexOf(name);
    return lines.stream().skip(1).map(line -> line.split(",", -1)[index]).toList();
  }

  private static Path run(String name, int epochs, String... changes) throws IOException {
    return TrainingRun.run(
        TrainingSettings.of(temporary.resolve(name), TinyRun.recipe(epochs, changes), false),
        data,
        TinyRun.CLOCK,
        line -> {});
  }
}
