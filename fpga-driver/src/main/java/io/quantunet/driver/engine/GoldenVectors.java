package io.quantunet.driver.engine;

import io.quantunet.driver.model.GoldenVector;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.GreyImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** How a model proves itself on an engine: frames with the checksums of what they must give. */
public final class GoldenVectors {

  private GoldenVectors() {}

  /** What came of a verification. */
  public sealed interface Verdict {

    /** Every layer, logit and mask pixel is as recorded. */
    record Reproduced(int vectors) implements Verdict {}

    /**
     * Something is not.
     *
     * @param vector index of the first vector that differs
     * @param layer its first layer that differs, or {@code mask}
     */
    record Differs(int vector, String layer) implements Verdict {}
  }

  /**
   * Records what the reference engine makes of frames.
   *
   * @param frames frames of the grid's size
   */
  public static List<GoldenVector> record(QuantizedModel model, List<GreyImage> frames) {
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, model)) {
      List<GoldenVector> vectors = new ArrayList<>();
      for (GreyImage frame : frames) {
        Checksums checksums = new Checksums();
        Logits logits =
            engine.infer(frame.pixels(), frame.width(), frame.height(), checksums::onLayer);
        checksums.onLogits(logits);
        vectors.add(
            new GoldenVector(
                frame.width(), frame.height(), frame.pixels(), checksums.values(), logits.mask()));
      }
      return vectors;
    }
  }

  /**
   * Runs the vectors on an engine.
   *
   * @throws EngineException if the engine cannot compute one
   */
  public static Verdict verify(InferenceEngine engine, List<GoldenVector> vectors) {
    for (int i = 0; i < vectors.size(); i++) {
      GoldenVector vector = vectors.get(i);
      Checksums checksums = new Checksums();
      Logits logits =
          engine.infer(vector.input(), vector.width(), vector.height(), checksums::onLayer);
      checksums.onLogits(logits);
      int layer = checksums.firstDifference(vector.layerCrc32c());
      if (layer >= 0) {
        return new Verdict.Differs(i, checksums.name(layer));
      }
      if (!logits.mask().equals(vector.mask())) {
        return new Verdict.Differs(i, "mask");
      }
    }
    return new Verdict.Reproduced(vectors.size());
  }

  private static final class Checksums {

    private final List<String> layers = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();

    void onLayer(Layer layer, byte[] codes, int width, int height) {
      add(layer.name(), ByteBuffer.wrap(codes));
    }

    void onLogits(Logits logits) {
      ByteBuffer bytes =
          ByteBuffer.allocate(logits.values().length * Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(logits.values());
      add("head", bytes);
    }

    private void add(String layer, ByteBuffer bytes) {
      CRC32C checksum = new CRC32C();
      checksum.update(bytes);
      layers.add(layer);
      values.add((int) checksum.getValue());
    }

    int[] values() {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }

    String name(int layer) {
      return layer < layers.size() ? layers.get(layer) : "layer " + layer;
    }

    /** Index of the first layer whose checksum is another, or -1. */
    int firstDifference(int[] expected) {
      int[] actual = values();
      for (int i = 0; i < Math.max(actual.length, expected.length); i++) {
        if (i >= actual.length || i >= expected.length || actual[i] != expected[i]) {
          return i;
        }
      }
      return -1;
    }
  }
}
