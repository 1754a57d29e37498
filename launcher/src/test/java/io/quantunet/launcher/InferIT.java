package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void isTheSameOnTheSimulatedAccelerator() throws Exception {
    assumeTrue(SimulatorBuild.isPossible(), "verilator, g++ and make are installed");
    Path image = folder.resolve("disc.png");
    Files.write(image, PngImages.encode(disc()));

    for (String engine : new String[] {"reference", "rtl"}) {
      Terminal.Seen seen =
          Terminal.run(
              "infer",
              "--engine",
              engine,
              "--model",
              ModelOption.small().toString(),
              "--input",
              image.toString(),
              "--output",
              folder.resolve(engine).toString());
      assertThat(seen.exit()).as(seen.err()).isZero();
    }

    assertThat(folder.resolve("rtl/disc_mask.png"))
        .hasSameBinaryContentAs(folder.resolve("reference/disc_mask.png"));
  }

  /** A dark disc on grey, as large as the small net's grid. */
  private static GreyImage disc() {
    int side = 64;
    byte[] pixels = new byte[side * side];
    for (int i = 0; i < pixels.length; i++) {
      double radius = Math.hypot(i % side - 30, i / side - 34);
      pixels[i] = (byte) (radius < 14 ? 30 : 120);
    }
    return new GreyImage(side, side, pixels);
  }

  @Test
  void dumpsWhatEveryLayerMakes() throws Exception {
    Path image = SharedFolder.require("data/busi").resolve("benign/" + IMAGE + ".png");
    Path dump = folder.resolve("dump");

    Terminal.Seen seen =
        Terminal.run(
            "infer",
            "--input",
            image.toString(),
            "--output",
            folder.resolve("masks").toString(),
            "--dump-layers",
            dump.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    LoadedModel shipped = ModelBundles.read(new ModelOption().file());
    byte[] grid = new FramePreprocessor(128, 128).toGrid(read(image));
    List<Path> expected = new ArrayList<>(List.of(dump.resolve(IMAGE + "/00-input.npy")));
    try (InferenceEngine reference = Engines.create(EngineKind.REFERENCE, shipped.model())) {
      reference.infer(
          grid,
          128,
          128,
          (layer, codes, width, height) -> {
            Path file =
                dump.resolve("%s/%02d-%s.npy".formatted(IMAGE, expected.size(), layer.name()));
            expected.add(file);
            assertThat(file).binaryContent().endsWith(codes);
          });
    }
    expected.add(dump.resolve(IMAGE + "/23-head.npy"));
    assertThat(Files.list(dump.resolve(IMAGE))).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void showsWhatIsInABundle() {
    Terminal.Seen seen = Terminal.run("model", "inspect");

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .containsPattern(
            "bottleneck.conv2 +conv_3x3 +256x3x3x256 +[2-8] +[2-8] +[2-8] +-?[0-9]+\\.\\.-?[0-9]+"
                + " +-?[0-9]+ +[0-9]+ +[0-9]+ +37.75 +[0-9.]+ %")
        .contains("753.40 million multiply-accumulates per frame");
  }

  private static GreyImage read(Path png) throws Exception {
    return PngImages.decode(Files.readAllBytes(png));
  }
}
