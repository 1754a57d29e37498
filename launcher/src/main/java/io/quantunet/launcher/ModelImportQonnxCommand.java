package io.quantunet.launcher;

import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.model.GoldenVector;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.onnx.QonnxImport;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.run.GoldenFrames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quantunet model import-qonnx}: a QONNX file as a bundle. */
@Command(
    name = "import-qonnx",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a bundle of a U-Net in QONNX, e.g. from Brevitas, with golden vectors of the reference",
      "engine. What cannot be represented exactly is refused with the node's name; see",
      "docs/qonnx.md."
    })
final class ModelImportQonnxCommand implements Callable<Integer> {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "the QONNX file")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "the bundle to write")
  private Path output;

  @Override
  public Integer call() throws IOException, DecodeException {
    QonnxImport.Imported imported = QonnxImport.read(input);
    List<GoldenVector> golden =
        GoldenVectors.record(
            imported.model(), GoldenFrames.of(imported.gridWidth(), imported.gridHeight()));
    ManifestInfo manifest = manifest(imported, Clock.systemUTC().instant());
    BundleFile.write(output, ModelBundles.write(imported.model(), manifest, golden));
    System.out.printf(
        "%s: %s, width %d, %.2f bits on average, grid %d x %d, %d golden vectors%n",
        output,
        manifest.modelId(),
        imported.model().width(),
        imported.model().averageBits(),
        imported.gridWidth(),
        imported.gridHeight(),
        golden.size());
    return 0;
  }

  private ManifestInfo manifest(QonnxImport.Imported imported, Instant now) {
    return new ManifestInfo(
        "qonnx-w%d-%s".formatted(imported.model().width(), STAMP.format(now)),
        now,
        imported.gridWidth(),
        imported.gridHeight(),
        Map.of(),
        "imported from the QONNX file %s, SHA-256 %s"
            .formatted(input.getFileName(), imported.sha256Hex()));
  }
}
