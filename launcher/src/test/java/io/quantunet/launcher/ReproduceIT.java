package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reproducing from the command line")
class ReproduceIT {

  private static final int IMAGES_PER_CLASS = 10;

  @TempDir private Path folder;

  @Test
  void printsTable2AndLeavesTheReport() throws Exception {
    draw("benign", 8);
    draw("normal", 0);
    Path json = folder.resolve("reproduce.json");

    Terminal.Seen seen =
        Terminal.run(
            "reproduce",
            "--data",
            folder.resolve("data").toString(),
            "--out",
            folder.resolve("run").toString(),
            "--protocol",
            "paper",
            "--width",
            "2",
            "--epochs",
            "1",
            "--json",
            json.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("20 images (10 with a lesion); BUSI has 780 (647): 760 are not in this folder")
        .contains("| Pixel accuracy | 0.9425 |");
    assertThat(folder.resolve("run/reproduce.html")).content().contains("--protocol paper");
    assertThat(folder.resolve("run/paper.html")).exists();
    assertThat(json).content().contains("\"published\" : \"0.4947\"");
  }

  @Test
  void refusesAnUnknownProtocolInOneLine() {
    Terminal.Seen seen =
        Terminal.run("reproduce", "--data", "nowhere", "--out", "nowhere", "--protocol", "papers");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .isEqualTo(
            "quantunet: no protocol is called 'papers'; choose paper, leak-free, literature,"
                + " forms\n");
  }

  /** Dark squares on grey, or none. */
  private void draw(String className, int square) throws IOException {
    for (int i = 0; i < IMAGES_PER_CLASS; i++) {
      SquareImages.draw(folder.resolve("data").resolve(className), className + i, square);
    }
  }
}
