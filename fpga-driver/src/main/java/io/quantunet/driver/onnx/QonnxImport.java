package io.quantunet.driver.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.StringStringEntryProto;
import io.quantunet.driver.onnx.proto.TensorShapeProto;
import io.quantunet.driver.onnx.proto.ValueInfoProto;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Models from QONNX files, as {@link QonnxExport} and Brevitas write them. The result computes
 * exactly what the file says; whatever the integer model cannot represent is refused with the
 * node's name.
 */
public final class QonnxImport {

  /** Largest file: the paper's width 64 in float32 four times over. */
  public static final int MAX_BYTES = 512 << 20;

  private static final int DEFAULT_GRID = 128;

  private QonnxImport() {}

  /**
   * What a file holds.
   *
   * @param model the integer network; its threshold is 0 if the file says none
   * @param gridWidth pixels across of the file's input, 128 if it is open
   * @param gridHeight pixels down, 128 if it is open
   * @param sha256Hex the file's digest, lower-case hexadecimal
   */
  public record Imported(QuantizedModel model, int gridWidth, int gridHeight, String sha256Hex) {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws DecodeException if it is too large, no ONNX file, or cannot be represented exactly
   */
  public static Imported read(Path file) throws IOException, DecodeException {
    checkLength(Files.size(file), file.toString());
    return decode(Files.readAllBytes(file), file.toString());
  }

  /**
   * Reads a model from a file's bytes.
   *
   * @param bytes a whole ONNX file
   * @param origin where it came from, for messages
   * @throws DecodeException if it is too large, no ONNX file, or cannot be represented exactly
   */
  public static Imported decode(byte[] bytes, String origin) throws DecodeException {
    checkLength(bytes.length, origin);
    try {
      return imported(
          ModelProto.parseFrom(bytes), HexFormat.of().formatHex(BundleFile.sha256(bytes)));
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE,
          "%s: truncated, or no ONNX file: %s".formatted(origin, e.getMessage()),
          e);
    } catch (DecodeException e) {
      throw new DecodeException(e.reason(), origin + ": " + e.getMessage(), e);
    }
  }

  private static Imported imported(ModelProto file, String sha256Hex) throws DecodeException {
    if (file.getOpsetImportCount() == 0) {
      throw new DecodeException(
          Reason.BAD_MODEL, "names no operator set; the file is truncated, or no model");
    }
    OnnxGraph graph = new OnnxGraph(file.getGraph());
    Value output = GraphReader.read(graph);
    QuantizedModel model = UNetMatcher.model(output, threshold(file));
    TensorShapeProto shape = shape(graph.input());
    int width = side(shape, 3);
    int height = side(shape, 2);
    try {
      QuantizedModel.checkGrid(width, height);
    } catch (IllegalArgumentException e) {
      throw new DecodeException(Reason.BAD_MODEL, "input: " + e.getMessage(), e);
    }
    if ((long) width * height > ModelBundles.MAX_GOLDEN_PIXELS) {
      throw new DecodeException(
          Reason.BAD_MODEL,
          "input: %d x %d pixels; at most 1024 x 1024 in all".formatted(width, height));
    }
    return new Imported(model, width, height, sha256Hex);
  }

  private static TensorShapeProto shape(ValueInfoProto input) throws DecodeException {
    TensorShapeProto shape = input.getType().getTensorType().getShape();
    boolean open = !input.getType().getTensorType().hasShape();
    boolean fits = shape.getDimCount() == 4 && Math.max(1, shape.getDim(1).getDimValue()) == 1;
    if (!open && !fits) {
      throw new DecodeException(
          Reason.BAD_MODEL,
          "input %s: must be [N, 1, height, width], one channel of grey"
              .formatted(Nodes.shown(input.getName())));
    }
    return shape;
  }

  /** A side of the input; one that the file leaves open is the default grid's. */
  private static int side(TensorShapeProto shape, int axis) {
    long side = shape.getDimCount() == 4 ? shape.getDim(axis).getDimValue() : 0;
    return side == 0 ? DEFAULT_GRID : (int) Math.max(-1, Math.min(Integer.MAX_VALUE, side));
  }

  private static int threshold(ModelProto file) throws DecodeException {
    Optional<String> text =
        file.getMetadataPropsList().stream()
            .filter(entry -> entry.getKey().equals(ModelWriter.THRESHOLD))
            .map(StringStringEntryProto::getValue)
            .findFirst();
    if (text.isEmpty() && file.getProducerName().equals(ModelWriter.PRODUCER)) {
      throw new DecodeException(
          Reason.BAD_MODEL,
          "was exported with metadata %s and has it no more; fetch the file again"
              .formatted(ModelWriter.THRESHOLD));
    }
    try {
      return text.map(Integer::parseInt).orElse(0);
    } catch (NumberFormatException e) {
      throw new DecodeException(
          Reason.BAD_MODEL,
          "metadata %s: %s is no int32"
              .formatted(ModelWriter.THRESHOLD, Nodes.shown(text.orElseThrow())),
          e);
    }
  }

  private static void checkLength(long bytes, String origin) throws DecodeException {
    if (bytes > MAX_BYTES) {
      throw new DecodeException(
          Reason.OVERSIZED,
          "%s: %d bytes; an ONNX file may have %d".formatted(origin, bytes, MAX_BYTES));
    }
  }
}
