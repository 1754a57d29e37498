package io.quantunet.launcher;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.onnx.QdqExport;
import io.quantunet.driver.onnx.QonnxExport;
import io.quantunet.driver.onnx.Upsample;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code quantunet model export-qonnx}: a bundle as an ONNX file. */
@Command(
    name = "export-qonnx",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a bundle's model as an ONNX file for other tools: QONNX for Brevitas, FINN and",
      "hls4ml, or QuantizeLinear/DequantizeLinear for ONNX Runtime. See docs/qonnx.md."
    })
final class ModelExportQonnxCommand implements Callable<Integer> {

  /** Which ONNX. */
  private enum Format {
    QONNX,
    QDQ
  }

  @Mixin private ModelOption model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "the ONNX file to write")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "qonnx",
      description = "qonnx or qdq (default: ${DEFAULT-VALUE})")
  private Format format;

  @Option(
      names = "--upsample",
      paramLabel = "U",
      defaultValue = "transposed",
      converter = UpsampleName.class,
      description = {
        "how QONNX has the transposed convolutions: transposed, or resize-conv for tools without",
        "ConvTranspose; the codes are the same (default: ${DEFAULT-VALUE})"
      })
  private Upsample upsample;

  @Override
  public Integer call() throws IOException, DecodeException {
    if (format == Format.QDQ && upsample == Upsample.RESIZE_CONV) {
      throw new CommandFailure(
          "--upsample resize-conv: only for --format qonnx; ONNX Runtime has ConvTranspose");
    }
    LoadedModel loaded = model.model();
    ManifestInfo manifest = loaded.manifest();
    write(output, bytes(loaded));
    System.out.printf(
        "%s: %s of %s, input float32 [1, 1, %d, %d] of pixel / 256%n",
        output, format, manifest.modelId(), manifest.gridHeight(), manifest.gridWidth());
    List<String> beyond = QonnxExport.layersBeyondFloat(loaded.model());
    for (String layer : beyond) {
      System.err.printf(
          "quantunet: layer %s: sums may reach 2^24, where a tool that adds in float32 rounds%n",
          layer);
    }
    if (beyond.isEmpty()) {
      System.out.println("every sum stays below 2^24: a tool that adds in float32 is exact");
    }
    return 0;
  }

  private byte[] bytes(LoadedModel loaded) {
    int width = loaded.manifest().gridWidth();
    int height = loaded.manifest().gridHeight();
    return switch (format) {
      case QONNX -> QonnxExport.bytes(loaded.model(), width, height, upsample);
      case QDQ -> QdqExport.bytes(loaded.model(), width, height);
    };
  }

  /** Whole or not at all. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path partial = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(partial, bytes);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static final class UpsampleName implements ITypeConverter<Upsample> {
    @Override
    public Upsample convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "transposed" -> Upsample.TRANSPOSED;
        case "resize-conv" -> Upsample.RESIZE_CONV;
        default ->
            throw new TypeConversionException("must be transposed or resize-conv, was " + name);
      };
    }
  }
}
