package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import io.quantunet.trainer.run.GoldenFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/qonnx.md, followed by tools that are not ours. */
@DisplayName("The shipped model as an ONNX file")
class QonnxIT {

  private static final int REAL_FRAMES = 50;
  private static final Path HOME = Path.of(System.getProperty("quantunet.home"));
  private static final Path SHIPPED = HOME.resolve("models/quantunet-w16.qun");
  private static final Path SCRIPT = HOME.resolve("fpga-driver/src/test/qonnx/cross_check.py");

  @TempDir Path folder;

  @Test
  void comesBackAsTheSameModelThatProvesItself() throws Exception {
    export("model.onnx");
    Path bundle = folder.resolve("back.qun");

    Terminal.Seen seen =
        Terminal.run(
            "model",
            "import-qonnx",
            "--input",
            folder.resolve("model.onnx").toString(),
            "--output",
            bundle.toString());

    assertThat(seen.exit()).as(seen.err()).isZero();
    LoadedModel back = ModelBundles.read(bundle);
    assertThat(back.model()).isEqualTo(ModelBundles.read(SHIPPED).model());
    assertThat(back.manifest().provenance()).contains("model.onnx", "SHA-256");
    assertThat(back.goldenVectors()).hasSize(3);
    assertThat(Terminal.run("model", "verify", "--model", bundle.toString()).exit()).isZero();
  }

  @Test
  void isRefusedInOneLineIfItIsTruncated() throws Exception {
    Path whole = export("model.onnx");
    Path half = folder.resolve("half.onnx");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

    Terminal.Seen seen =
        Terminal.run(
            "model", "import-qonnx", "--input", half.toString(), "--output", folder + "/out.qun");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).startsWith("quantunet: " + half + ": truncated").hasLineCount(1);
    assertThat(folder.resolve("out.qun")).doesNotExist();
  }

  @Test
  void isTheSameInTheQonnxPackageCodeForCodeOnFiftyRealFrames() throws Exception {
    String python = python();
    write(realFrames());

    String output = check(python, "qonnx", export("model.onnx"));

    assertThat(output).contains("qonnx: 50 frames, 125337600 codes compared, 0 differ,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transposed", "resize-conv"})
  void isTheSameInTheQonnxPackageHoweverItUpsamples(String upsample) throws Exception {
    String python = python();
    write(syntheticFrames());

    String output = check(python, "qonnx", export("model.onnx", "--upsample", upsample));

    assertThat(output).contains("qonnx: 3 frames, 7520256 codes compared, 0 differ,");
  }

  @Test
  void runsInOnnxRuntimeWhichReportsItsDifferencesOnRealFrames() throws Exception {
    String python = python();
    write(realFrames().subList(0, 10));

    String output = check(python, "qdq", export("model.onnx", "--format", "qdq"));

    assertThat(output)
        .contains("qdq, not optimized, every layer: 10 frames, 25067520 codes compared, 0 differ,")
        .contains("qdq, optimized, every layer: 10 frames, 25067520 codes compared,")
        .contains("qdq, optimized, logits: 10 frames, 163840 codes compared,");
  }

  private static String python() {
    return Tool.require(
        System.getenv().getOrDefault("QUANTUNET_TEST_QONNX_PYTHON", "QUANTUNET_TEST_QONNX_PYTHON"));
  }

  private Path export(String name, String... options) {
    Path file = folder.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("model", "export-qonnx", "--output", file.toString()));
    command.addAll(List.of(options));

    Terminal.Seen seen = Terminal.run(command.toArray(String[]::new));

    assertThat(seen.exit()).as(seen.err()).isZero();
    return file;
  }

  private void write(List<byte[]> frames) throws Exception {
    CrossCheckData.write(folder, ModelBundles.read(SHIPPED), frames);
  }

  /** Exit 0 is the script's word that nothing differs that must not. */
  private String check(String python, String kind, Path model) throws Exception {
    Tool.Result result =
        Tool.run(
            Map.of(),
            Path.of(""),
            python,
            SCRIPT.toString(),
            kind,
            model.toString(),
            folder.toString());
    System.out.print(result.output());
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  private static List<byte[]> realFrames() throws Exception {
    Path busi = SharedFolder.require("data/busi");
    List<Path> images;
    try (Stream<Path> files = Files.walk(busi)) {
      images =
          files
              .filter(file -> file.toString().endsWith(".png"))
              .filter(file -> !file.getFileName().toString().contains("_mask"))
              .sorted()
              .toList();
    }
    FramePreprocessor grid = new FramePreprocessor(128, 128);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < REAL_FRAMES; i++) {
      Path image = images.get(i * images.size() / REAL_FRAMES); // of every class
      frames.add(grid.toGrid(PngImages.decode(Files.readAllBytes(image))));
    }
    return frames;
  }

  private static List<byte[]> syntheticFrames() {
    return GoldenFrames.of(128, 128).stream().map(GreyImage::pixels).toList();
  }
}
