package io.quantunet.driver.onnx;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.proto.GraphProto;
import io.quantunet.driver.onnx.proto.ModelProto;
import io.quantunet.driver.onnx.proto.OperatorSetIdProto;
import java.util.List;

/** Puts a graph and what it cannot say itself into an ONNX file. */
final class ModelWriter {

  /** A pixel is lesion if its logit's code is greater. */
  static final String THRESHOLD = "quantunet.threshold";

  /** Who wrote a file that has a threshold. */
  static final String PRODUCER = "quantunet";

  private static final long IR_VERSION = 8;
  private static final long OPSET = 13;
  private static final long EXACT_IN_FLOAT = 1L << 24;

  private ModelWriter() {}

  /** Layers whose sums may reach 2^24, where float32 begins to round. */
  static List<String> layersBeyondFloat(QuantizedModel model) {
    return model.layers().stream()
        .filter(layer -> layer.accumulatorBound() >= EXACT_IN_FLOAT)
        .map(Layer::name)
        .toList();
  }

  static byte[] bytes(QuantizedModel model, GraphProto graph, OperatorSetIdProto... domains) {
    Layer head = model.layers().get(model.layers().size() - 1);
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(PRODUCER)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .addAllOpsetImport(List.of(domains))
            .setGraph(graph);
    note(file, "quantunet.width", model.width());
    note(file, THRESHOLD, model.threshold());
    note(file, "quantunet.logit_exponent", head.input().exponent() + head.weightExponents()[0]);
    note(file, "quantunet.exactness", exactness(layersBeyondFloat(model)));
    return file.build().toByteArray();
  }

  private static String exactness(List<String> beyond) {
    return beyond.isEmpty()
        ? "every sum stays below 2^24: an executor in float32 is exact"
        : "sums may reach 2^24, where an executor in float32 rounds, in " + beyond;
  }

  private static void note(ModelProto.Builder file, String key, Object value) {
    file.addMetadataPropsBuilder().setKey(key).setValue(String.valueOf(value));
  }
}
