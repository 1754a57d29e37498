package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
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

  private static final int SIDE = 32;
  private static final int IMAGES_PER_CLASS = 4;

  @TempDir private Path folder;

  /** Dark squares on grey, some without: three classes, every fourth image held back. */
  @BeforeEach
  void drawImages() throws IOException {
    StringBuilder split = new StringBuilder("class,name,leak_group,split\n");
    for (String kind : new String[] {"benign", "malignant", "normal"}) {
      Files.createDirectories(folder.resolve("data").resolve(kind));
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        draw(folder.resolve("data").resolve(kind), kind + i, kind.equals("normal") ? 0 : 6 + i);
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
            json.toString());
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(json).content().contains("\"dice_lesion_mean\"", "\"dice_lesion_mean_low\"");
  }

  @Test
  void givesTheSameBytesForTheSameSeed() throws Exception {
    train("first");
    train("second");

    assertThat(folder.resolve("second/checkpoint.bin"))
        .hasSameBinaryContentAs(folder.resolve("first/checkpoint.bin"));
  }

  @Test
  void saysByHowMuchAModelDiffersFromItsNetInFloats() throws Exception {
    train("run");
    train("floats", "--set", "net.weights=float");

    Terminal.Seen evaluated =
        Terminal.run(
            "evaluate",
            "--model",
            folder.resolve("run/model.qun").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--against",
            folder.resolve("floats/model.float").toString());

    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .containsPattern("against floats: [01]\\.\\d+ - [01]\\.\\d+ = [-+].*, on 8 images");
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

  private static void draw(Path where, String name, int square) throws IOException {
    byte[] pixels = new byte[SIDE * SIDE];
    byte[] mask = new byte[SIDE * SIDE];
    Arrays.fill(pixels, (byte) 120);
    for (int y = 8; y < 8 + square; y++) {
      for (int x = 8; x < 8 + square; x++) {
        pixels[y * SIDE + x] = 20;
        mask[y * SIDE + x] = 1;
      }
    }
    Files.write(where.resolve(name + ".png"), PngImages.encode(new GreyImage(SIDE, SIDE, pixels)));
    Files.write(
        where.resolve(name + "_mask.png"), PngImages.encode(new BinaryMask(SIDE, SIDE, mask)));
  }
}
