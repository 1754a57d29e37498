package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Comparing from the command line")
class CompareIT {

  private static final int IMAGES_PER_CLASS = 4;

  @TempDir private Path folder;

  /** Dark squares on grey, some without: two classes, every fourth image held back. */
  @BeforeEach
  void drawImages() throws IOException {
    StringBuilder split = new StringBuilder("class,name,split\n");
    for (String kind : new String[] {"benign", "normal"}) {
      for (int i = 0; i < IMAGES_PER_CLASS; i++) {
        SquareImages.draw(
            folder.resolve("data").resolve(kind), kind + i, kind.equals("normal") ? 0 : 8 + i);
        split.append("%s,%s%d.png,%s%n".formatted(kind, kind, i, i == 0 ? "val" : "train"));
      }
    }
    Files.writeString(folder.resolve("data/split.csv"), split);
  }

  @Test
  void leavesATableAndSaysWhyThereIsNoSecondOne() throws Exception {
    Path json = folder.resolve("reports/compare.json");

    Terminal.Seen seen = compare("--methods", "float,ptq-8", "--json", json.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("| Float U-Net |", "| Post-training quantization, 8 bits |")
        .contains("no table of electron micrographs: --em names no folder with them");
    assertThat(json)
        .content()
        .contains("\"key\" : \"ptq-8\"", "\"command\" : \"./quantunet compare");
    assertThat(folder.resolve("out/methods.html"))
        .content()
        .contains("Dice against bits")
        .doesNotContainPattern("<(script|link|img)[^>]+(src|href)=\"https?:");
  }

  @Test
  void goesOnInTheSameFolderWithAnotherMethod() throws Exception {
    compare("--methods", "float");

    Terminal.Seen seen = compare("--methods", "ours-1", "--lambda", "0.5,1");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("| Float U-Net |", "| QuantU-Net (ours), lambda 1 |")
        .doesNotContain("| QuantU-Net (ours), lambda 0.5 |");
  }

  @Test
  void namesTheMethodsWhenOneIsNotKnown() {
    Terminal.Seen seen = compare("--methods", "floats");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains("no method of the set 'methods' is called 'floats'; there are float, ptq-8")
        .doesNotContain("Exception");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesImagesWithoutASplit() throws Exception {
    Files.delete(folder.resolve("data/split.csv"));

    Terminal.Seen seen = compare("--methods", "float");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("has no split; add a split.csv to its folder");
  }

  private Terminal.Seen compare(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compare",
                "--data",
                folder.resolve("data").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--width",
                "2",
                "--grid",
                String.valueOf(SquareImages.SIDE),
                "--epochs",
                "1"));
    arguments.addAll(Arrays.asList(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }
}
