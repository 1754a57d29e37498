package io.quantunet.driver.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.ModelBundle;
import io.quantunet.proto.ModelManifest;
import io.quantunet.proto.QuantizedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A quantized model as a bundle, and back. */
public final class ModelBundles {

  /** Golden vectors in a bundle: enough to convince, few enough to check before every switch. */
  public static final int MAX_GOLDEN_VECTORS = 64;

  /** Pixels of one golden vector, 1024 x 1024. */
  public static final int MAX_GOLDEN_PIXELS = 1 << 20;

  private static final double AVERAGE_TOLERANCE_BITS = 1e-9;

  private ModelBundles() {}

  /**
   * The bundle of a model; {@link BundleFile} makes bytes or a file of it.
   *
   * @param golden recorded on the reference engine; at most {@link #MAX_GOLDEN_VECTORS}
   * @throws IllegalArgumentException if a golden vector does not belong to such a model
   */
  public static ModelBundle write(
      QuantizedModel model, ManifestInfo info, List<GoldenVector> golden) {
    checkGolden(golden, model.layers().size());
    ByteString network = NetworkMessages.write(model).toByteString();
    ByteString vectors = write(golden).toByteString();
    ModelManifest manifest =
        ModelManifest.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setModelId(info.modelId())
            .setCreatedUs(ChronoUnit.MICROS.between(Instant.EPOCH, info.created()))
            .setWidth(model.width())
            .setGridWidth(info.gridWidth())
            .setGridHeight(info.gridHeight())
            .setAverageBits(model.averageBits())
            .setNetworkSha256(digest(network))
            .setGoldenSha256(digest(vectors))
            .putAllMetrics(
                new TreeMap<>(info.metrics())) // in order: the same model, the same bytes
            .setProvenance(info.provenance())
            .build();
    return ModelBundle.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setManifest(manifest.toByteString())
        .setNetwork(network)
        .setGolden(vectors)
        .build();
  }

  /**
   * The model of a bundle. Sizes are checked before anything is allocated, and the proven bounds
   * are computed again and compared.
   *
   * @throws DecodeException naming the layer or field that is not consistent
   */
  public static LoadedModel read(BundleFile file) throws DecodeException {
    ModelManifest manifest = file.manifest();
    try {
      QuantizedModel model =
          NetworkMessages.read(QuantizedNetwork.parseFrom(file.bundle().getNetwork()));
      checkManifest(manifest, model);
      List<GoldenVector> golden =
          readGolden(io.quantunet.proto.GoldenVectors.parseFrom(file.bundle().getGolden()));
      checkGolden(golden, model.layers().size());
      return new LoadedModel(model, info(manifest), golden, file.sha256Hex());
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE,
          "bundle %s: no readable network: %s".formatted(manifest.getModelId(), e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new DecodeException(
          Reason.BAD_MODEL, "bundle %s: %s".formatted(manifest.getModelId(), e.getMessage()), e);
    }
  }

  /**
   * The model of a bundle file.
   *
   * @throws IOException if it cannot be read
   * @throws DecodeException if it is no consistent bundle
   */
  public static LoadedModel read(Path file) throws IOException, DecodeException {
    return read(BundleFile.read(file));
  }

  private static ManifestInfo info(ModelManifest manifest) {
    return new ManifestInfo(
        manifest.getModelId(),
        Instant.EPOCH.plus(manifest.getCreatedUs(), ChronoUnit.MICROS),
        manifest.getGridWidth(),
        manifest.getGridHeight(),
        manifest.getMetricsMap(),
        manifest.getProvenance());
  }

  private static void checkManifest(ModelManifest manifest, QuantizedModel model) {
    require(
        manifest.getWidth() == model.width(),
        "the manifest says width %d, the network has %d"
            .formatted(Integer.toUnsignedLong(manifest.getWidth()), model.width()));
    require(
        Math.abs(manifest.getAverageBits() - model.averageBits()) <= AVERAGE_TOLERANCE_BITS,
        "the manifest says %s bits on average, the layers have %s"
            .formatted(manifest.getAverageBits(), model.averageBits()));
    require(
        manifest.getGridWidth() >= 0
            && manifest.getGridHeight() >= 0
            && (long) manifest.getGridWidth() * manifest.getGridHeight() <= MAX_GOLDEN_PIXELS,
        "the manifest's grid is larger than 1024 x 1024");
  }

  private static io.quantunet.proto.GoldenVectors write(List<GoldenVector> golden) {
    io.quantunet.proto.GoldenVectors.Builder message =
        io.quantunet.proto.GoldenVectors.newBuilder();
    for (GoldenVector vector : golden) {
      message
          .addVectorsBuilder()
          .setWidth(vector.width())
          .setHeight(vector.height())
          .setInput(ByteString.copyFrom(vector.input()))
          .addAllLayerCrc32C(Arrays.stream(vector.layerCrc32c()).boxed().toList())
          .setMask(MaskCodec.encode(vector.mask()));
    }
    return message.build();
  }

  private static List<GoldenVector> readGolden(io.quantunet.proto.GoldenVectors message)
      throws DecodeException {
    List<GoldenVector> golden = new ArrayList<>();
    for (io.quantunet.proto.GoldenVector vector : message.getVectorsList()) {
      long pixels = Integer.toUnsignedLong(vector.getWidth()) * vector.getHeight();
      require(
          pixels == vector.getInput().size() && pixels <= MAX_GOLDEN_PIXELS,
          "golden vector %d: %d input codes for %s x %s pixels (at most %d)"
              .formatted(
                  golden.size(),
                  vector.getInput().size(),
                  Integer.toUnsignedString(vector.getWidth()),
                  Integer.toUnsignedString(vector.getHeight()),
                  MAX_GOLDEN_PIXELS));
      golden.add(
          new GoldenVector(
              vector.getWidth(),
              vector.getHeight(),
              vector.getInput().toByteArray(),
              vector.getLayerCrc32CList().stream().mapToInt(Integer::intValue).toArray(),
              MaskCodec.decode(vector.getMask())));
    }
    return golden;
  }

  private static void checkGolden(List<GoldenVector> golden, int layers) {
    require(
        golden.size() <= MAX_GOLDEN_VECTORS,
        "%d golden vectors; at most %d".formatted(golden.size(), MAX_GOLDEN_VECTORS));
    for (int i = 0; i < golden.size(); i++) {
      GoldenVector vector = golden.get(i);
      require(
          vector.layerCrc32c().length == layers,
          "golden vector %d has %d checksums for %d layers"
              .formatted(i, vector.layerCrc32c().length, layers));
      require(
          vector.input().length <= MAX_GOLDEN_PIXELS,
          "golden vector %d has more than %d pixels".formatted(i, MAX_GOLDEN_PIXELS));
    }
  }

  private static ByteString digest(ByteString part) {
    return ByteString.copyFrom(BundleFile.sha256(part.toByteArray()));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
