package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Inference from the command line")
class InferIT {

  private static final String IMAGE = "benign (10)";

  @TempDir Path folder;

  @Test
  void writesAMaskOfTheImagesSizeForEachImage() throws Exception {
    Path busi = SharedFolder.require("data/busi").resolve("benign");
    Files.createDirectories(folder.resolve("in"));
    Files.copy(busi.resolve(IMAGE + ".png"), folder.resolve("in/a.png"));
    Files.copy(busi.resolve(IMAGE + "_mask.png"), folder.resolve("in/a_mask.png"));
    Files.copy(busi.resolve("benign (100).png"), folder.resolve("in/b.png"));

    Terminal.Seen seen =
        Terminal.run("infer", "--input", folder + "/in", "--output", folder + "/out");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(Files.list(folder.resolve("out")))
        .containsExactlyInAnyOrder(
            folder.resolve("out/a_mask.png"), folder.resolve("out/b_mask.png"));
    GreyImage image = read(folder.resolve("in/a.png"));
    BinaryMask found = BinaryMask.ofGrey(read(folder.resolve("out/a_mask.png")));
    BinaryMask truth = BinaryMask.ofGrey(read(folder.resolve("in/a_mask.png")));
    assertThat(found.width()).isEqualTo(image.width());
    assertThat(found.height()).isEqualTo(image.height());
    assertThat(found.dice(truth)).isGreaterThan(0.5);
  }

  @Test
  void isTheSameOnBothEngines() throws Exception {
    Path image = SharedFolder.require("data/busi").resolve("benign/" + IMAGE + ".png");

    for (String engine : new String[] {"reference", "onednn"}) {
      Terminal.Seen seen =
          Terminal.run(
              "infer",
              "--engine",
              engine,
              "--input",
              image.toString(),
              "--output",
              folder.resolve(engine).toString());
      assertThat(seen.exit()).as(seen.err()).isZero();
    }

    assertThat(folder.resolve("onednn/" + IMAGE + "_mask.png"))
        .hasSameBinaryContentAs(folder.resolve("reference/" + IMAGE + "_mask.png"));
  }

  private static GreyImage read(Path png) throws Exception {
    return PngImages.decode(Files.readAllBytes(png));
  }
}
