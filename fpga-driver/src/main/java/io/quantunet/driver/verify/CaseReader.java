package io.quantunet.driver.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads vectors: gzipped JSON, arrays flattened in the order of their {@code shape}. */
final class CaseReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CaseReader() {}

  /**
   * @throws IOException if the file cannot be read, or is no vector; names the file
   */
  static Case read(Path file) throws IOException {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      JsonNode root = JSON.readTree(in);
      return switch (text(root, "kind")) {
        case "unet" -> net(root);
        case "maxpool2x2" -> maxPool(root);
        default -> layer(root);
      };
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("%s: no readable vector: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Case net(JsonNode root) {
    ActivationFormat format = format(field(root, "input"));
    List<Layer> layers = new ArrayList<>();
    int threshold = 0;
    for (JsonNode node : field(root, "layers")) {
      Layer layer = layer(node, text(node, "name"), format, outputOfNetLayer(node));
      layers.add(layer);
      format = layer.output().orElse(format);
      threshold = layer.output().isPresent() ? threshold : integer(node, "threshold");
    }
    QuantizedModel model = new QuantizedModel(integer(root, "width"), layers, threshold);
    Map<String, byte[]> outputs = new HashMap<>();
    for (Iterator<String> names = field(root, "outputs").fieldNames(); names.hasNext(); ) {
      String name = names.next();
      outputs.put(name, codes(field(root, "outputs"), name));
    }
    return create(
        root,
        Graph.of(model),
        outputs,
        integers(root, "logits"),
        Optional.of(new Case.Mask(threshold, integers(root, "mask"))));
  }

  private static Case layer(JsonNode root) {
    JsonNode output = field(root, "output");
    ActivationFormat input = format(field(root, "input"));
    if (text(root, "kind").equals("logits1x1")) {
      Layer layer = layer(root, "layer", input, Optional.empty());
      Case.Mask mask = new Case.Mask(integer(root, "threshold"), integers(output, "mask"));
      return create(root, Graph.of(layer), Map.of(), integers(output, "logits"), Optional.of(mask));
    }
    Layer layer = layer(root, "layer", input, Optional.of(format(output)));
    return create(root, Graph.of(layer), Map.of(), integers(output, "codes"), Optional.empty());
  }

  private static Case maxPool(JsonNode root) {
    int channels = field(field(root, "input"), "shape").path(3).asInt();
    return create(
        root,
        Graph.ofMaxPool(channels),
        Map.of(),
        integers(field(root, "output"), "codes"),
        Optional.empty());
  }

  private static Case create(
      JsonNode root,
      Graph graph,
      Map<String, byte[]> outputs,
      int[] result,
      Optional<Case.Mask> mask) {
    JsonNode input = field(root, "input");
    int[] shape = integers(input, "shape");
    return new Case(graph, shape[2], shape[1], codes(input, "codes"), outputs, result, mask);
  }

  private static Layer layer(
      JsonNode node, String name, ActivationFormat input, Optional<ActivationFormat> output) {
    JsonNode weights = field(node, "weights");
    int[] shape = integers(weights, "shape");
    return new Layer(
        name,
        kind(text(node, "kind")),
        shape[3],
        shape[0],
        input,
        new BitWidth(integer(weights, "bits")),
        codes(weights, "codes"),
        integers(weights, "exponents"),
        integers(node, "bias"),
        output);
  }

  private static Optional<ActivationFormat> outputOfNetLayer(JsonNode node) {
    return node.has("output_bits")
        ? Optional.of(
            ActivationFormat.of(integer(node, "output_bits"), integer(node, "output_exponent")))
        : Optional.empty();
  }

  private static LayerKind kind(String kind) {
    return switch (kind) {
      case "conv3x3" -> LayerKind.CONV_3X3;
      case "conv1x1" -> LayerKind.CONV_1X1;
      case "upconv2x2" -> LayerKind.UPCONV_2X2;
      case "logits1x1" -> LayerKind.LOGITS_1X1;
      default -> throw new IllegalArgumentException("no layer is of kind '" + kind + "'");
    };
  }

  private static ActivationFormat format(JsonNode tensor) {
    return ActivationFormat.of(integer(tensor, "bits"), integer(tensor, "exponent"));
  }

  private static JsonNode field(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("no field '" + name + "'");
    }
    return field;
  }

  private static String text(JsonNode node, String name) {
    return field(node, name).asText();
  }

  private static int integer(JsonNode node, String name) {
    return integer(field(node, name), name, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static int integer(JsonNode number, String name, int least, int most) {
    if (!number.canConvertToExactIntegral()
        || !number.canConvertToInt()
        || number.asInt() < least
        || number.asInt() > most) {
      throw new IllegalArgumentException(
          "field '%s': %s is not an integer in %d..%d".formatted(name, number, least, most));
    }
    return number.asInt();
  }

  private static int[] integers(JsonNode node, String name) {
    JsonNode array = field(node, name);
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(array.get(i), name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return values;
  }

  /** Codes as bytes: unsigned activations and signed weights alike. */
  private static byte[] codes(JsonNode node, String name) {
    JsonNode array = field(node, name);
    byte[] values = new byte[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) integer(array.get(i), name, Byte.MIN_VALUE, 255);
    }
    return values;
  }
}
