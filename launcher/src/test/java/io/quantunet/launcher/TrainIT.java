package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Training from the command line")
class TrainIT {

  private static final int IMAGES_PER_CLASS = 4;

  @TempDir private Path folder;

  /** Dark squares on grey, some without: three classes, every fourth image held back. */
  @BeforeEach
  void drawImages() throws IOException {
    StringBuilder split = new StringBuilder("class,name,leak_group,split\n");
    for (String kind : new String[] {"benign", "malignant", "normal"}) {
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        SquareImages.draw(
            folder.resolve("data").resolve(kind), kind + i, kind.equals("normal") ? 0 : 6 + i);
        split.append(
            "%s,%s.png,%s,%s%n".formatted(kind, kind + i, kind + i, i == 0 ? "val" : "train"));
      }
    }
    Files.writeString(folder.resolve("data/split.csv"), split);
  }

  @Test
  void leavesAModelThatEvaluatesAndAReport() throws Exception {
    Terminal.Seen trained = train("run");

    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(Files.list(folder.resolve("run")))
        .extracting(file -> file.getFileName().toString())
        .contains("recipe.conf", "model.qun", "training-log.csv", "report.html", "checkpoint.bin");
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("Bit width")
        .doesNotContain("http://www.w3.org/1999/xlink")
        .doesNotContainPattern("<(script|link|img)[^>]+(src|href)=\"https?:");
    Path json = folder.resolve("evaluation.json");
    Terminal.Seen evaluated =
        Terminal.run(
            "evaluate",
            "--model",
            folder.resolve("run/model.qun").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--split",
            "val",
            "--json",
            json.toString(),
            "--html",
            folder.resolve("evaluation.html").toString(),
            "--minimum-area",
            folder.resolve("areas.csv").toString());
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(json).content().contains("\"dice_lesion_mean\"", "\"dice_lesion_mean_low\"");
    assertThat(folder.resolve("evaluation.html")).content().contains("Per class", "<svg");
    assertThat(folder.resolve("areas.csv")).content().contains("train,0,", "val,0,", "val,1024,");
    assertThat(evaluated.out()).contains("without findings below");
  }

  @Test
  void reportsOnAFolderWithoutASplitAndOnANetInFloats() throws Exception {
    Files.delete(folder.resolve("data/split.csv"));

    Terminal.Seen trained = train("floats", "--no-pictures", "--set", "net.weights=float");

    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(folder.resolve("floats/report.html"))
        .content()
        .contains("Evaluation on data (val)", "computed in float32", "predicting nothing")
        .doesNotContain("data:image/png");
  }

  @Test
  void evaluatesNoPartThatIsEmpty() throws Exception {
    train("run");
    Path split = folder.resolve("data/split.csv");
    Files.writeString(split, Files.readString(split).replace(",val", ",train"));

    Terminal.Seen evaluated =
        Terminal.run(
            "evaluate",
            "--model",
            folder.resolve("run/model.qun").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--split",
            "val");

    assertThat(evaluated.exit()).isNotZero();
    assertThat(evaluated.err()).contains("none of its 12 images is in the part 'val'");
  }

  @Test
  void givesTheSameBytesForTheSameSeed() throws Exception {
    train("first");
    train("second");

    assertThat(folder.resolve("second/checkpoint.bin"))
        .hasSameBinaryContentAs(folder.resolve("first/checkpoint.bin"));
  }

  @Test
  void saysByHowMuchAModelDiffersFromAnother() throws Exception {
    train("run");
    train("floats", "--set", "net.weights=float");

    assertThat(evaluatedAgainst("floats/model.float"))
        .containsPattern("against model.float: [01]\\.\\d+ - [01]\\.\\d+ = [-+].*, on 8 images");
    assertThat(evaluatedAgainst("run/model.qun"))
        .containsPattern("against model.qun: .* = \\+0.0000");
  }

  private String evaluatedAgainst(String other) {
    Terminal.Seen evaluated =
        Terminal.run(
            "evaluate",
            "--model",
            folder.resolve("run/model.qun").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--against",
            folder.resolve(other).toString());
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    return evaluated.out();
  }

  private Terminal.Seen train(String run, String... more) {
    String[] arguments = {
      "train",
      "--data",
      folder.resolve("data").toString(),
      "--out",
      folder.resolve(run).toString(),
      "--width",
      "2",
      "--epochs",
      "2",
      "--batch",
      "3",
      "--set",
      "net.grid-width=32",
      "--set",
      "net.grid-height=32"
    };
    return Terminal.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
  }
}
