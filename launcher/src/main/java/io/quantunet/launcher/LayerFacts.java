package io.quantunet.launcher;

import io.quantunet.bench.LayerProfile;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one layer is and costs.
 *
 * @param layer the layer
 * @param macs multiply-accumulates per frame
 * @param share of a frame's time on oneDNN, 0..1; empty where oneDNN is not there
 */
record LayerFacts(Layer layer, long macs, Optional<Double> share) {

  static final String HEADING =
      "%-18s %-11s %-14s %4s %4s %5s %9s %6s %10s %10s %8s %7s"
          .formatted(
              "layer", "kind", "weights", "bits", "in", "out", "w exp", "out e", "bound", "bytes",
              "MMAC", "time");

  /** Every layer of a bundle, timed on this machine. */
  static List<LayerFacts> of(LoadedModel loaded) {
    ManifestInfo manifest = loaded.manifest();
    Graph graph = Graph.of(loaded.model());
    Optional<LayerProfile> profile = profile(loaded);
    return loaded.model().layers().stream()
        .map(
            layer ->
                new LayerFacts(
                    layer,
                    graph.macs(layer, manifest.gridWidth(), manifest.gridHeight()),
                    profile.map(times -> times.share(layer.name()))))
        .toList();
  }

  private static Optional<LayerProfile> profile(LoadedModel loaded) {
    try {
      return Optional.of(
          LayerProfile.of(
              loaded.model(), loaded.manifest().gridWidth(), loaded.manifest().gridHeight()));
    } catch (EngineException e) {
      return Optional.empty();
    }
  }

  /** Bytes of the weights as they are packed in a bundle. */
  long packedBytes() {
    return ((long) layer.weights().length * layer.weightWidth().bits() + 7) / 8;
  }

  private int smallestWeightExponent() {
    return Arrays.stream(layer.weightExponents()).min().orElseThrow();
  }

  private int largestWeightExponent() {
    return Arrays.stream(layer.weightExponents()).max().orElseThrow();
  }

  private String shape() {
    int side = layer.kind().side();
    return "%dx%dx%dx%d".formatted(layer.outChannels(), side, side, layer.inChannels());
  }

  /** A line below {@link #HEADING}. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-18s %-11s %-14s %4d %4d %5s %9s %6s %10d %10d %8.2f %7s",
        layer.name(),
        layer.kind().name().toLowerCase(Locale.ROOT),
        shape(),
        layer.weightWidth().bits(),
        layer.input().width().bits(),
        layer.output().map(format -> String.valueOf(format.width().bits())).orElse("int32"),
        smallestWeightExponent() + ".." + largestWeightExponent(),
        layer.output().map(ActivationFormat::exponent).map(String::valueOf).orElse("-"),
        layer.accumulatorBound(),
        packedBytes(),
        macs / 1e6,
        share.map(part -> String.format(Locale.ROOT, "%.1f %%", 100 * part)).orElse("-"));
  }

  /** For a report. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", layer.name());
    keys.put("kind", layer.kind().name().toLowerCase(Locale.ROOT));
    keys.put("in_channels", layer.inChannels());
    keys.put("out_channels", layer.outChannels());
    keys.put("weight_bits", layer.weightWidth().bits());
    keys.put("input_bits", layer.input().width().bits());
    keys.put("input_exponent", layer.input().exponent());
    keys.put("smallest_weight_exponent", smallestWeightExponent());
    keys.put("largest_weight_exponent", largestWeightExponent());
    layer.output().ifPresent(output -> keys.put("output_bits", output.width().bits()));
    layer.output().ifPresent(output -> keys.put("output_exponent", output.exponent()));
    keys.put("accumulator_bound", layer.accumulatorBound());
    keys.put("packed_bytes", packedBytes());
    keys.put("macs", macs);
    share.ifPresent(part -> keys.put("time_share", part));
    return keys;
  }
}
